"""What a draft still lacks before a reader can use it, and before it can do no harm."""

from alerts.models import Alert, DateBasis, Party


def missing(alert: Alert) -> list[str]:
    """What keeps `alert` from being published, each as a sentence for its curator; empty where nothing does."""
    return [sentence for sentence, there in _requirements(alert) if not there]


def _requirements(alert: Alert) -> list[tuple[str, bool]]:
    has_issuer = bool(alert.issuers_note) or any(p.role == Party.Role.ISSUER for p in alert.parties.all())
    return [
        ("It has no title.", bool(alert.title.strip())),
        ("It has no type.", alert.type_id is not None),
        ("It has no issuer: add one as a party, or say in the issuers' note who issued it.", has_issuer),
        ("It has no date of issue: give one, or set its basis to “unknown” if it is undated.", _dated(alert)),
        ("Its date is inferred, and closer than a year: give the reason.", _inferred_with_reason(alert)),
        ("It has neither an abstract nor a body.", bool(alert.abstract.strip() or alert.body.strip())),
        ("It has no language.", bool(alert.language)),
        ("Not confirmed: names of victims, witnesses, detainees and children.", alert.names_checked),
        ("Not confirmed: graphic content.", alert.graphic_checked),
        ("Not confirmed: consent.", alert.consent_checked),
        (
            "The revision has no note: say what it changes, and why.",
            alert.revises_id is None or bool(alert.revision_note.strip()),
        ),
    ]


def _dated(alert: Alert) -> bool:
    return bool(alert.issued) or alert.issued_basis == DateBasis.UNKNOWN


def _inferred_with_reason(alert: Alert) -> bool:
    closer_than_a_year = len(alert.issued) > len("2022")
    return not (alert.issued_basis == DateBasis.INFERRED and closer_than_a_year) or bool(alert.issued_note.strip())
