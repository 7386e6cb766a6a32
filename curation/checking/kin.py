"""What an incoming document is to those that are held: the same, reworded, a translation, an update, or none of these.

Two things are compared: its text with the texts that came in (intake.resemblance), and what it says of itself (title,
date, issuers, source) with all alerts (curation.likeness). It only asks; a curator says which it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from alerts.difference import Piece, words
from alerts.models import Alert, Relation
from curation import likeness
from identifiers.folding import fold
from intake.models import Intake
from intake.resemblance import ALIKE, alike, share

Kinship = Intake.Kinship
RELATIONS = {
    Kinship.VERSION: Relation.Kind.REISSUES,
    Kinship.UPDATE: Relation.Kind.UPDATES,
    Kinship.TRANSLATION: Relation.Kind.TRANSLATES,
}
_MOST = 5
_NEARLY_ALL = 0.98
_MOST_COMPARED = 200_000  # characters


@dataclass
class Kin:
    """An alert that a document may be kin to, why (sentences), and what it seems to be."""

    alert: Alert
    reasons: list[str] = field(default_factory=list)
    seems: str = ""
    text: str = ""
    said: str = ""
    problem: str = ""

    def difference(self, text: str) -> list[Piece]:
        """The text that is held and `text` as one, word by word; empty where no text is held, or it is very long."""
        is_short = max(len(self.text), len(text)) <= _MOST_COMPARED
        return words(self.text, text) if self.text and is_short else []


@dataclass(frozen=True)
class Waiting:
    """Another document much like it that waits to be checked too."""

    intake: Intake
    percent: int


def of(
    intake: Intake, title: str, issued: str, issuers: Collection[int], source_url: str, language: str, earlier: str = ""
) -> tuple[list[Kin], list[Waiting]]:
    """The alerts that a document may be kin to, at most five, and the documents like it that nobody has checked.

    `earlier` is the uid of the alert that the document says it updates.
    """
    found: dict[int, Kin] = {}
    waiting = []
    for like in alike(intake.text, besides=intake):
        percent = round(100 * like.share)
        if like.intake.alert is None:
            waiting.append(Waiting(like.intake, percent))
            continue
        kin = found.setdefault(like.intake.alert_id or 0, Kin(like.intake.alert))
        kin.text = like.intake.text
        is_same = like.intake.text_key == intake.text_key or like.share >= _NEARLY_ALL
        kin.reasons.append("The text is the same." if is_same else f"{percent} % of the wording is the same.")
        kin.seems = kin.seems or (Kinship.SAME if is_same else Kinship.VERSION)
    described = likeness.Described(title, issued, issuers, source_url)
    for described_like in likeness.likely(described):
        kin = found.setdefault(described_like.alert.pk, Kin(described_like.alert))
        kin.reasons += described_like.reasons
        _compare(kin, intake, language)
        if not kin.seems and _says_the_same(kin.alert, title, issued):
            kin.seems = Kinship.SAME
    for alert in Alert.objects.filter(uid=earlier, revises=None) if earlier else ():
        kin = found.setdefault(alert.pk, Kin(alert))
        kin.reasons.append("The document says that it updates it.")
        kin.seems = Kinship.UPDATE
    return list(found.values())[:_MOST], waiting[:_MOST]


def _compare(kin: Kin, intake: Intake, language: str) -> None:
    held = kin.text or kin.alert.body or _text_of(kin.alert)
    if language and kin.alert.language and language.split("-")[0] != kin.alert.language.split("-")[0]:
        kin.reasons.append("It is in another language.")
        kin.seems = kin.seems or Kinship.TRANSLATION
    elif held and not kin.text:
        shared = share(held, intake.text)
        kin.text = held
        kin.reasons.append(f"{round(100 * shared)} % of the wording is the same.")
        kin.seems = kin.seems or (Kinship.SAME if shared >= _NEARLY_ALL else Kinship.VERSION if shared >= ALIKE else "")


def _says_the_same(alert: Alert, title: str, issued: str) -> bool:
    """Whether an alert of which no text is held has the very title and date."""
    return bool(issued) and (alert.title_key, alert.issued) == (fold(title)[:200], issued)


def _text_of(alert: Alert) -> str:
    """The text of the document that an alert was made of."""
    return str(alert.intakes.order_by("pk").values_list("text", flat=True).first() or "")
