"""What the records that proposals cite are called: read at once for a page."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from alerts.models import Alert, AlertType, Indicator, Measure, Situation
from identifiers.folding import fold
from intake.proposals import Proposal
from organizations.models import Organization
from places.models import Country, CountryName, Population

Options = list[tuple[str, str]]
_NEW_TYPE = "a new type, or one of this issuer’s by its label"


class Labels:
    """Names by uid, code or slug. Each table is read once, and only if something cites it."""

    def __init__(self, proposals: Iterable[Proposal]) -> None:
        self._proposals = list(proposals)

    @cached_property
    def countries(self) -> dict[str, str]:
        """The display names of the countries by code."""
        return {str(code): name for code, name in Country.objects.order_by("name").values_list("code", "name")}

    def country(self, typed: str) -> str:
        """The code of the country that goes by `typed`: code or name. Raises ValueError."""
        code = typed.strip().upper()
        if code in self.countries:
            return code
        wanted = fold(typed)
        found = {code for code, name in self.countries.items() if fold(name) == wanted}
        found |= (
            set(CountryName.objects.filter(folded=wanted).values_list("country__code", flat=True)) if wanted else set()
        )
        if len(found) != 1:
            raise ValueError(f"“{typed[:60]}” is the name of no one country: write its name or its two letters.")
        return str(found.pop())

    @cached_property
    def measures(self) -> Options:
        return [("", "—"), *Measure.objects.values_list("slug", "label")]

    @cached_property
    def _cited(self) -> dict[str, set[str]]:
        """The uids that proposals and their candidates cite, by kind."""
        found = defaultdict(set)
        for proposal in self._proposals:
            found[proposal.kind].add(str(proposal.value.get("uid") or proposal.value.get("indicator") or ""))
            found[proposal.kind] |= {str(c.get("uid", "")) for c in proposal.candidates}
        return found

    def _of(self, kind: str, model: Any, *linked: str) -> dict[str, str]:
        rows = model.objects.filter(uid__in=self._cited[kind]).select_related(*linked) if self._cited[kind] else ()
        return {row.uid: str(row) for row in rows}

    @cached_property
    def actors(self) -> dict[str, str]:
        """The names of bodies and populations that characterizations cite."""
        uids = {p.value.get(key) or "" for p in self._proposals for key in ("actor", "population")} - {""}
        rows = (*Organization.objects.filter(uid__in=uids), *Population.objects.filter(uid__in=uids)) if uids else ()
        return {row.uid: row.name for row in rows}

    @cached_property
    def types(self) -> dict[str, str]:
        return self._of("type", AlertType, "issuer")

    @cached_property
    def situations(self) -> dict[str, str]:
        return self._of("situation", Situation)

    @cached_property
    def indicators(self) -> dict[str, str]:
        return self._of("assessment", Indicator)

    @cached_property
    def alerts(self) -> dict[str, str]:
        rows = Alert.objects.filter(uid__in=self._cited["update"], revises=None)
        return {a.uid: f"{a.title} · {a.issued_in_words} · {a.uid}" for a in rows}

    def type_options(self, proposal: Proposal) -> Options:
        return [*_options(proposal, self.types), ("", _NEW_TYPE)]

    def alert_options(self, proposal: Proposal) -> Options:
        return [*_options(proposal, self.alerts), ("", "none that is held")]


def _options(proposal: Proposal, labels: dict[str, str]) -> Options:
    uids = [str(proposal.value.get("uid", "")), *(str(c.get("uid", "")) for c in proposal.candidates)]
    return [(uid, labels[uid]) for uid in dict.fromkeys(uids) if uid in labels]
