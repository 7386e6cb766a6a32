"""From what a curator accepted to a draft: every part in its place, or nothing at all and the reason."""

from typing import Any

import pytest

from alerts.models import Alert, Framework, Hand, Indicator, Measure, Situation
from intake.checked import Accepted, Checked, New, NotMade
from intake.making import make
from organizations.models import Organization
from places.models import Place, Population
from tests import cast, intakes

pytestmark = pytest.mark.django_db
TITLE = ("title", {"text": "Red Flag Alert: Nowhere"})


def checked(*proposals: tuple[str, dict[str, Any]], **more: Any) -> Checked:
    return Checked([Accepted(place, kind, value) for place, (kind, value) in enumerate(proposals)], **more)


def test_all_kinds_of_proposals_become_parts_of_one_draft() -> None:
    issuer, asked, country = cast.organization(), cast.organization("European Union"), cast.country()
    framework = Framework.objects.create(slug="stages", title="Ten Stages")
    stage = Indicator.objects.create(framework=framework, position=9, number=9, name="Extermination")
    Measure.objects.create(slug="sanctions", label="Sanctions")
    situation = Situation.objects.create(slug="s", title="A situation")
    earlier = cast.published("Red Flag Alert: earlier", issuer)
    place, people = cast.place(), Population.objects.create(slug="p", name="A people")
    draft = make(
        checked(
            TITLE,
            ("issued", {"edtf": "2022-10-07", "basis": "printed", "note": ""}),
            ("date", {"kind": "posted", "edtf": "2022-10-09"}),
            ("not_before", {"edtf": "2022-10-01"}),
            ("issuer", {"name": "GW", "office": "", "uid": issuer.uid}),
            ("addressee", {"name": "European Union", "office": "its High Representative", "uid": asked.uid}),
            ("signatory_count", {"count": "50+"}),
            ("type", {"label": "Red Flag Alert", "genre": "alert", "uid": ""}),
            ("language", {"tag": "en"}),
            ("update", {"number": "2", "of": "Red Flag Alert: earlier", "uid": earlier.uid}),
            ("country", {"code": country.code, "role": "concerned"}),
            ("place", {"uid": place.uid, "as_printed": "Artsakh"}),
            ("situation", {"uid": situation.uid}),
            (
                "recommendation",
                {
                    "number": "1", "text": "Impose sanctions.", "wording": "verbatim", "addressee_basis": "stated",
                    "addressees": [{"name": "European Union", "uid": asked.uid}],
                    "targets": [{"name": "Nobody Known", "uid": ""}], "measure": "sanctions", "location": "1",
                },
            ),
            ("assessment", {"framework": "stages", "indicator": stage.uid, "note": "n", "concluded": True}),
            (
                "characterization",
                {"crime": "genocide", "modality": "risk", "words": "red flags", "actor": "forces",
                 "population": people.uid},
            ),
            (
                "note",
                {
                    "number": "12", "text": "A, https://e.org/",
                    "references": [{"text": "A", "url": "https://e.org", "sensitive": True}],
                },
            ),
            ("person", {"name": "Zaphira Quell"}),
            organizations={"Nobody Known": None},
            fields={"body": "The text.", "source_url": "https://example.org/a"},
        ),
        cast.curator(),
    ).alert  # fmt: skip
    draft = Alert.objects.get(pk=draft.pk)
    assert (draft.title, draft.issued, draft.language, draft.signatory_count) == (
        TITLE[1]["text"],
        "2022-10-07",
        "en",
        "50+",
    )
    assert (draft.status, draft.created_by, draft.text_rights) == ("draft", cast.curator(), "abstract_only")
    assert draft.type is not None
    assert (draft.type.label, draft.type.issuer) == ("Red Flag Alert", issuer)
    assert [(d.kind, d.edtf, d.basis) for d in draft.dates.all()] == [
        ("not_before", "2022-10-01", "inferred"), ("posted", "2022-10-09", "printed"),
    ]  # fmt: skip
    assert [(p.role, p.organization, p.as_printed, p.office) for p in draft.parties.order_by("id")] == [
        ("issuer", issuer, "GW", ""), ("addressee", asked, "", "its High Representative"),
    ]  # fmt: skip
    assert [(c.country, c.role) for c in draft.country_links.all()] == [(country, "concerned")]
    assert [(p.place, p.as_printed) for p in draft.place_links.all()] == [(place, "Artsakh")]
    assert list(situation.alerts.all()) == [draft]
    [ask] = draft.recommendations.all()
    assert (ask.number, ask.text, ask.measure and ask.measure.slug) == (1, "Impose sanctions.", "sanctions")
    assert [a.organization for a in ask.addressees.all()] == [asked]
    assert list(ask.targets.all()) == []
    assert [(a.indicator, a.note, a.concluded) for a in draft.assessments.all()] == [(stage, "n", True)]
    assert [(c.crime, c.actor, c.actor_text, c.population) for c in draft.characterizations.all()] == [
        ("genocide", None, "forces", people)
    ]
    [note] = draft.notes.all()
    assert (note.number, note.text, [(r.text, r.url, r.sensitive) for r in note.references.all()]) == (
        12, "", [("A", "https://e.org", True)],
    )  # fmt: skip
    assert [(r.kind, r.target) for r in draft.relations.all()] == [("updates", earlier)]
    assert Hand.objects.get(alert=draft).user == cast.curator()


def test_unknown_names_are_created_once_and_only_where_that_was_said() -> None:
    draft = make(
        checked(
            TITLE,
            ("issuer", {"name": "A New Body", "uid": ""}),
            ("addressee", {"name": "The New Body", "uid": ""}),
            ("place", {"as_printed": "Newtown", "uid": ""}),
            organizations=dict.fromkeys(("A New Body", "The New Body"), New("A New Body", "ngo")),
            places={"Newtown": New("Newtown")},
        ),
        cast.curator(),
    ).alert
    body = Organization.objects.get(slug="a-new-body")
    assert [(p.organization, p.as_printed) for p in draft.parties.order_by("id")] == [
        (body, ""),
        (body, "The New Body"),
    ]
    assert [link.place for link in draft.place_links.all()] == [Place.objects.get(slug="newtown")]


def test_what_is_not_decided_is_told_by_its_proposal_and_nothing_is_written() -> None:
    with pytest.raises(NotMade) as refused:
        make(
            checked(
                TITLE,
                ("issuer", {"name": "Who?", "uid": ""}),
                ("place", {"as_printed": "Where?", "uid": ""}),
                ("issued", {"edtf": "2022-13", "basis": "printed"}),
                ("date", {"kind": "posted", "edtf": "never"}),
                ("situation", {"uid": "2222222222"}),
                ("addressee", {"name": "A New Body", "uid": ""}),
                organizations={"A New Body": New("A New Body", "ngo")},
            ),
            cast.curator(),
        )
    told = refused.value.problems
    assert told[1] == ["Who is meant by “Who?”? Choose a body, create it, or leave it out."]
    assert told[2] == ["Which place is “Where?”? Choose one, create it, or leave it out."]
    assert told[3][0].startswith("Issued: ")
    assert told[4][0].startswith("Edtf: ")
    assert told[5] == ["There is no situation “2222222222” any more."]
    assert told.keys() == {1, 2, 3, 4, 5}
    assert not Alert.objects.exists()
    assert not Organization.objects.filter(name="A New Body").exists()


def test_what_stands_twice_is_told() -> None:
    cast.country()
    twice = [("country", {"code": "AZ", "role": "concerned"})] * 2
    with pytest.raises(NotMade) as refused:
        make(checked(TITLE, *twice), cast.curator())
    assert refused.value.problems == {2: ["It stands here twice: drop one of the two."]}


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        (["1", "2", "4"], [1, 2, 4]),
        (["1", "1"], [1, 2]),
        (["a", "2"], [1, 2]),
        (["", None], [1, 2]),
        ([99999], [1]),
        (["1", "2", "2.2", "3"], [1, 2, 4, 3]),
    ],
)
def test_printed_numbers_are_kept_where_they_can_be(printed: list[Any], given: list[int]) -> None:
    notes = [("note", {"number": number, "text": "t"}) for number in printed]
    draft = make(checked(TITLE, *notes), cast.curator()).alert
    assert [note.number for note in draft.notes.order_by("position")] == given


def test_redacted_words_go_from_what_was_taken_in_and_so_does_its_file() -> None:
    from alerts import files, redaction
    from intake import erasing
    from intake.models import Arrival, Intake

    text = intakes.TEXT.replace("The institute", "Zaphira Quell")
    person = intakes.proposal(text, "person", "Zaphira Quell", name="Zaphira Quell")
    intake = intakes.taken_in(text, [*intakes.proposals(text), person], name="zaphira-quell.txt")
    untouched = intakes.taken_in()
    Intake.objects.filter(pk=intake.pk).update(decisions={"posted": {"draft-abstract": "says Zaphira  Quell"}})
    erasing.erase(redaction.pattern(["Zaphira Quell"]))
    assert [one for one in redaction.occurrences(redaction.pattern(["Zaphira Quell"])) if "intake" in one] == []
    intake = Intake.objects.get(pk=intake.pk)
    assert "[redacted] sees red flags" in intake.text
    assert all(one["passages"] == [] for one in intake.proposals)
    assert Arrival.objects.get(intake=intake).name == "[redacted].txt"
    assert not files.path(intake.sha256).is_file()
    assert files.path(untouched.sha256).is_file()
    assert Intake.objects.get(pk=untouched.pk).proposals == untouched.proposals
