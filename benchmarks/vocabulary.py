"""The records that the made-up alerts are tied to: who speaks, who is asked, where, of what kind, for what."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from alerts.models import AlertType, Framework, Indicator, Measure, Scale, ScaleStep, Situation
from benchmarks import corpus
from identifiers.models import Name
from identifiers.uid import ALPHABET, LENGTH
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName

_ALL = len(ALPHABET) ** LENGTH
_STEP = 103_582_791_429_521  # has no divisor in common with _ALL, so that no two numbers have one uid
_PAIRS = [one + other for one in ALPHABET for other in ALPHABET]
_FIRST = _ALL // 2  # the uids of these records; those of alerts and their parts are numbered from 0
_NAMES = {"country": 0, "place": 1000, "population": 2000, "situation": 3000, "organization": 4000, "measure": 7000}
_LABELS = (("Early Warning", "alert"), ("Statement", "statement"), ("Bulletin", "bulletin"), ("Open Letter", "letter"),
           ("Press Release", "press_release"), ("Report", "report"), ("Urgent Appeal", "appeal"))  # fmt: skip
_KINDS = ("un_body", "intergovernmental", "state_body", "office", "ngo", "armed_group", "general")
_STAGES = ("Classification", "Discrimination", "Organization", "Preparation", "Persecution", "Denial")
MAKER = "benchmark"


def uid(number: int) -> str:
    """The uid of a number: as if by chance, and always the same."""
    rest, letters = number * _STEP % _ALL, ""
    for _ in range(LENGTH // 2):
        rest, pair = divmod(rest, len(_PAIRS))
        letters += _PAIRS[pair]
    return letters


def make() -> None:
    """Write them into an archive that holds none, each past the admin by its model, and with its other names."""
    with transaction.atomic():
        User.objects.create(username=MAKER, is_active=False, password="!")  # noqa: S106  # nobody can log in with it
        _countries()
        _named(Place, PlaceName, "place", corpus.PLACES)
        _named(Population, PopulationName, "population", corpus.POPULATIONS)
        for n in range(corpus.SITUATIONS):
            title = f"Conflict in {corpus.name(_NAMES['situation'] + n)}"
            Situation.objects.create(uid=_uid("situation", n), slug=slugify(title), title=title)
        _organizations()
        for n in range(corpus.MEASURES):
            label = f"{corpus.name(_NAMES['measure'] + n)} measures"
            Measure.objects.create(uid=_uid("measure", n), slug=slugify(label), label=label)
        framework = Framework.objects.create(slug="stages", title="Stages", source="Made up")
        for n, stage in enumerate(_STAGES, 1):
            Indicator.objects.create(
                uid=_uid("measure", 100 + n), framework=framework, position=n, number=n, name=stage
            )


def _uid(kind: str, number: int) -> str:
    return uid(_FIRST + _NAMES[kind] + number)


def _countries() -> None:
    for n in range(corpus.COUNTRIES):
        country = Country.objects.create(
            code=chr(65 + n // 26) + chr(65 + n % 26), name=corpus.name(_NAMES["country"] + n)
        )
        text = corpus.name(_NAMES["country"] + 400 + n)
        CountryName.objects.create(country=country, text=text, relation=Name.Relation.HISTORICAL)


def _named(model: Any, names: Any, kind: str, count: int) -> None:
    for n in range(count):
        name = corpus.name(_NAMES[kind] + n)
        record = model.objects.create(uid=_uid(kind, n), slug=slugify(name), name=name)
        text = corpus.name(_NAMES[kind] + 500 + n)
        names.objects.create(**{kind: record}, text=text, relation=Name.Relation.SAME)


def _organizations() -> None:
    """First the bodies that are asked, then those that issue, each of these with its own labels."""
    for n in range(corpus.BODIES):
        _organization(n, f"{corpus.name(_NAMES['organization'] + n)} Council", _KINDS[n % len(_KINDS)])
    for n in range(corpus.ISSUERS):
        issuer = _organization(corpus.BODIES + n, f"{corpus.name(_NAMES['organization'] + 500 + n)} Watch", "ngo")
        step = None
        if n == 0:
            scale = Scale.objects.create(slug="levels", title="Levels", issuer=issuer)
            steps = [ScaleStep(scale=scale, label=s, position=p) for p, s in enumerate(("Watch", "Warning"), 1)]
            step = ScaleStep.objects.bulk_create(steps)[1]
        for t in range(corpus.TYPES):
            label, genre = _LABELS[(n + t) % len(_LABELS)]
            AlertType.objects.create(
                uid=_uid("organization", 1000 + n * corpus.TYPES + t), slug=f"{issuer.slug}-{slugify(label)}",
                issuer=issuer, label=label, genre=genre, step=step if t == 0 else None,
            )  # fmt: skip


def _organization(number: int, name: str, kind: str) -> Organization:
    acronym = f"{name[:3].upper()}{name.split()[-1][0]}"
    made = Organization.objects.create(
        uid=_uid("organization", number), slug=slugify(name), name=name, acronym=acronym, kind=kind
    )
    text = f"{corpus.name(_NAMES['organization'] + 700 + number)} Committee"
    OrganizationName.objects.create(organization=made, text=text, relation=Name.Relation.HISTORICAL)
    return made


@dataclass(frozen=True)
class Vocabulary:
    """The records as they are in the database, in the order of the numbers of benchmarks.corpus, read once each."""

    @cached_property
    def countries(self) -> list[Country]:
        return list(Country.objects.order_by("id").prefetch_related("names"))

    @cached_property
    def places(self) -> list[Place]:
        return list(Place.objects.order_by("id").prefetch_related("names"))

    @cached_property
    def populations(self) -> list[Population]:
        return list(Population.objects.order_by("id").prefetch_related("names"))

    @cached_property
    def situations(self) -> list[Situation]:
        return list(Situation.objects.order_by("id"))

    @cached_property
    def bodies(self) -> list[Organization]:
        return list(Organization.objects.order_by("id").prefetch_related("names")[: corpus.BODIES])

    @cached_property
    def issuers(self) -> list[Organization]:
        return list(Organization.objects.order_by("id").prefetch_related("names")[corpus.BODIES :])

    @cached_property
    def types(self) -> list[AlertType]:
        read = AlertType.objects.order_by("id").select_related("issuer", "step__scale")
        return list(read.prefetch_related("step__scale__steps"))

    @cached_property
    def measures(self) -> list[Measure]:
        return list(Measure.objects.order_by("id"))

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(Indicator.objects.order_by("id").select_related("framework__issuer"))

    @cached_property
    def maker(self) -> User:
        return User.objects.get(username=MAKER)

    def read(self) -> None:
        """Read all of them now: a process that is forked then needs no database."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
