"""A record (alerts.record) laid out for reading: parts that belong together brought together, in sentences.

It works on a record of today and on one that a version kept years ago: a field that an old record lacks reads as empty.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from alerts import markdown
from alerts.models import AlertCountry, AlertType, Characterization
from alerts.record import Data

_SAYS = {
    Characterization.Modality.RISK: gettext_lazy("risk of %(crime)s"),
    Characterization.Modality.IMMINENT: gettext_lazy("%(crime)s, imminent"),
    Characterization.Modality.UNDER_WAY: gettext_lazy("%(crime)s, under way"),
    Characterization.Modality.COMMITTED: gettext_lazy("%(crime)s, committed"),
    Characterization.Modality.DENIED: gettext_lazy("denial of %(crime)s"),
}
_FEWEST_HEADINGS = 3
# In the order in which a reader needs them: the neutral role comes first.
_COUNTRY_ROLES = list(AlertCountry.Role)


@dataclass(frozen=True)
class Ladder:
    """A framework, and the indicators of it that the alert says are present, in the framework's order."""

    framework: Data
    rungs: list[Data]

    @property
    def conclusions(self) -> list[str]:
        """What the alert concludes, by the indicators' names."""
        return [_with_number(rung["indicator"]) for rung in self.rungs if rung["concluded"]]


@dataclass(frozen=True)
class Ask:
    """A recommendation with the answers to it."""

    recommendation: Data
    responses: list[Data]


class Reading:
    """A record, laid out. `record` is what alerts.record.describe made."""

    def __init__(self, record: Data) -> None:
        self.record = record

    @property
    def issuers(self) -> list[Data]:
        return self._parties("issuer")

    @property
    def signatories(self) -> list[Data]:
        return self._parties("signatory")

    @property
    def addressees(self) -> list[Data]:
        return self._parties("addressee")

    @cached_property
    def issued_by(self) -> str:
        """Who issued it, as running text."""
        return ", ".join(p["organization"]["name"] for p in self.issuers) or self.record.get("issuers_note", "")

    @property
    def is_several(self) -> bool:
        """Whether several bodies speak."""
        return len(self.issuers) > 1

    @property
    def speaker(self) -> str:
        """Who speaks, short enough to begin a sentence with."""
        names = [p["organization"]["name"] for p in self.issuers]
        if len(names) > 2:
            return gettext("The %(count)d issuers") % {"count": len(names)}
        if len(names) == 2:
            return gettext("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
        return names[0] if names else gettext("The alert")

    @property
    def genre(self) -> str:
        genre = (self.record.get("type") or {}).get("genre", "")
        return str(dict(AlertType.Genre.choices).get(genre, genre))

    @property
    def scale(self) -> Data | None:
        """The issuer's own scale, where its steps have an order and the alert's label has a place in it."""
        scale: Data | None = (self.record.get("type") or {}).get("scale")
        return scale if scale and scale.get("position") else None

    @property
    def countries(self) -> list[tuple[str, list[Data]]]:
        """Countries by role, the neutral one first and without a name."""
        by_role = defaultdict(list)
        for country in self.record["countries"]:
            by_role[country["role"]].append(country)
        neutral = AlertCountry.Role.CONCERNED
        return [("" if role == neutral else str(role.label), by_role[role]) for role in _COUNTRY_ROLES if by_role[role]]

    @cached_property
    def short_countries(self) -> list[str]:
        """Each country once, under the name that the alert's time had for it."""
        return list(dict.fromkeys(c["then_name"] or c["name"] for c in self.record["countries"]))

    @property
    def characterizations(self) -> list[Data]:
        return [c | {"says": _says(c)} for c in self.record["characterizations"]]

    @cached_property
    def ladders(self) -> list[Ladder]:
        frameworks: dict[str, Ladder] = {}
        for assessment in self.record["assessments"]:
            framework = assessment["framework"]
            frameworks.setdefault(framework["slug"], Ladder(framework, [])).rungs.append(assessment)
        for ladder in frameworks.values():
            ladder.rungs.sort(key=lambda rung: rung["indicator"]["number"] or 0)
        return list(frameworks.values())

    @cached_property
    def asks(self) -> list[Ask]:
        answers = defaultdict(list)
        for response in self.record["responses"]:
            answers[response["recommendation"]].append(response)
        return [Ask(r, answers[r["uid"]]) for r in self.record["recommendations"]]

    @property
    def responses_to_the_whole(self) -> list[Data]:
        return [r for r in self.record["responses"] if not r["recommendation"]]

    @cached_property
    def sensitive_urls(self) -> list[str]:
        return [
            reference["url"]
            for note in self.record["notes"]
            for reference in note["references"]
            if reference["sensitive"]
        ]

    @cached_property
    def document(self) -> markdown.Document | None:
        """The document's text, without a link to what a note marks as sensitive."""
        text = self.record.get("body")
        numbers = [note["number"] for note in self.record["notes"]]
        return markdown.to_document(text, self.sensitive_urls, numbers) if text else None

    @property
    def body(self) -> SafeString | None:
        return self.document.html if self.document else None

    @property
    def contents(self) -> tuple[markdown.Heading, ...]:
        """The headings of a document that is long enough to have use for a list of them: those of its upper levels."""
        headings = self.document.headings if self.document else ()
        if len(headings) < _FEWEST_HEADINGS:
            return ()
        highest = min(heading.level for heading in headings)
        return tuple(heading for heading in headings if heading.level <= highest + 1)

    @property
    def marked(self) -> frozenset[int]:
        """The numbers of the notes that a mark in the text leads to."""
        return self.document.marked if self.document else frozenset()

    def _parties(self, role: str) -> list[Data]:
        return [p for p in self.record["parties"] if p["role"] == role]


def _says(characterization: Data) -> str:
    crime = dict(Characterization.Crime.choices).get(characterization["crime"], characterization["crime"])
    says = _SAYS.get(characterization["modality"])
    return str(says) % {"crime": crime} if says else str(crime)


def _with_number(indicator: Data) -> str:
    return f"{indicator['number']}, {indicator['name']}" if indicator["number"] else str(indicator["name"])


def readings(alerts: Any) -> list[tuple[Any, Reading]]:
    """Alerts of a list, each with its record laid out."""
    return [(alert, Reading(alert.record)) for alert in alerts]
