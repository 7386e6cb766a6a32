"""What a draft still lacks before a reader can use it, and before it can do no harm."""

from dataclasses import dataclass

from alerts.models import Alert, DateBasis, Party


@dataclass(frozen=True)
class Lack:
    """What an alert lacks, as a sentence for its curator; `where` is the field or the parts that would mend it."""

    sentence: str
    where: str


def missing(alert: Alert) -> list[str]:
    """What keeps `alert` from being published, each as a sentence for its curator; empty where nothing does."""
    return [lack.sentence for lack in lacking(alert)]


def lacking(alert: Alert) -> list[Lack]:
    """As `missing`, each with the field that would mend it. `alert` may be one that is not saved yet."""
    return [Lack(sentence, where) for sentence, where, there in _requirements(alert) if not there]


def _requirements(alert: Alert) -> list[tuple[str, str, bool]]:
    parties = alert.parties.all() if alert.pk else ()
    has_issuer = bool(alert.issuers_note) or any(p.role == Party.Role.ISSUER for p in parties)
    issuer = "It has no issuer: add one as a party, or say in the issuers' note who issued it."
    undated = "It has no date of issue: give one, or set its basis to “unknown” if it is undated."
    has_text = bool(alert.abstract.strip() or alert.body.strip())
    names = "Not confirmed: names of victims, witnesses, detainees and children."
    is_explained = alert.revises_id is None or bool(alert.revision_note.strip())
    return [
        ("It has no title.", "title", bool(alert.title.strip())),
        ("It has no type.", "type", alert.type_id is not None),
        (issuer, "parties", has_issuer),
        (undated, "issued", _dated(alert)),
        ("Its date is inferred, and closer than a year: give the reason.", "issued_note", _inferred_with_reason(alert)),
        ("It has neither an abstract nor a body.", "abstract", has_text),
        ("It has no language.", "language", bool(alert.language)),
        (names, "names_checked", alert.names_checked),
        ("Not confirmed: graphic content.", "graphic_checked", alert.graphic_checked),
        ("Not confirmed: consent.", "consent_checked", alert.consent_checked),
        ("The revision has no note: say what it changes, and why.", "revision_note", is_explained),
    ]


def _dated(alert: Alert) -> bool:
    return bool(alert.issued) or alert.issued_basis == DateBasis.UNKNOWN


def _inferred_with_reason(alert: Alert) -> bool:
    closer_than_a_year = len(alert.issued) > len("2022")
    return not (alert.issued_basis == DateBasis.INFERRED and closer_than_a_year) or bool(alert.issued_note.strip())
