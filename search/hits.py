"""The alerts of a page as hits: title and passage with what matched marked, and where it was found.

They are read again through Alert.objects.published(): what the index holds does not decide what the public may see.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from alerts.models import Alert
from alerts.reading import Reading
from alerts.record import Data
from search import marking
from search.marking import Matchers, Part
from search.question import All, AnyOf, Question, Tied

# Texts that are longer than this are cut before they are marked: the passage is looked for in their beginning.
_MOST_CHARACTERS = 60_000
_BRIEF = 240
# Signs of Markdown, in which the body is written: they say nothing in a passage, and of a link its words do.
_LINK = re.compile(r"!?\[([^\]\[]{0,300})\]\([^()\s]{0,500}\)")
_BEGINS_A_LINE = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)|^\|?[-:| ]{5,}$", re.MULTILINE)
_STRONG = re.compile("_{2,3}")


@dataclass(frozen=True)
class Passage:
    """A part of a text of the alert with what matched marked; `where` names the text, where it is not its own."""

    parts: list[Part]
    where: str = ""
    is_printed: bool = False  # in the words and the language of the document

    @property
    def matches(self) -> int:
        """How many different words of it match."""
        return len({part.casefold() for part, is_match in self.parts if is_match})


@dataclass(frozen=True)
class Hit:
    alert: Alert
    reading: Reading
    title: list[Part]
    passage: Passage | None
    names: list[
        tuple[str, str]
    ]  # what the question names, and where the alert has it: ("Addressee", "Security Council")

    @property
    def language(self) -> str:
        """Of the document."""
        return str(self.reading.record["language"])


def hits(uids: list[str], question: Question) -> list[Hit]:
    """Of the alerts with these uids those that are public, in that order, as hits of `question`, which names have been
    expanded in. One query, and another where a situation is among these."""
    found = {alert.uid: alert for alert in _read(uids, any(tied.to == "situation" for tied in _ties(question)))}
    matchers = marking.Matchers(question)
    return [_hit(found[uid], question, matchers) for uid in uids if uid in found]


def _read(uids: list[str], with_situations: bool) -> Iterable[Alert]:
    if not uids:
        return []
    found = Alert.objects.published().filter(uid__in=uids).only("uid", "slug", "title", "record")
    return found.prefetch_related("situations") if with_situations else found


def _hit(alert: Alert, question: Question, matchers: Matchers) -> Hit:
    record: Data = alert.record or {}
    title = marking.marked(alert.title, matchers.of(record["language"], "title"))
    passage = _best(question, record, matchers)
    is_in_text = passage is not None or any(is_match for _, is_match in title)
    names = [] if is_in_text else list(_names(question, alert))
    return Hit(alert, Reading(record), title, passage or _beginning(record), names)


def _best(question: Question, record: Data, matchers: Matchers) -> Passage | None:
    """The passage in which most of the question stands, the abstract's before others'; None where no text matches."""
    wanted = len(question.parts) if isinstance(question, All) else 1
    best: Passage | None = None
    for within, shown, where in _texts(record):
        parts = marking.passage(shown[:_MOST_CHARACTERS], matchers.of(record["language"], within)) if shown else None
        if not parts:
            continue
        found = Passage(parts, where, within != "abstract")
        if best is None or found.matches > best.matches:
            best = found
        if best.matches >= wanted:
            break
    return best


def _texts(record: Data) -> Iterator[tuple[str, str, str]]:
    """The texts of an alert, each with what it is in a question and how its place is told."""
    yield "abstract", record["abstract"], ""
    for recommendation in record["recommendations"]:
        where = gettext("in recommendation %(number)s") % {"number": recommendation["number"]}
        yield "recommends", recommendation["text"], where
    yield "body", _unmarked((record.get("body") or "")[:_MOST_CHARACTERS]), ""
    yield "cites", record["symbol"], gettext("in its symbol")
    for note in record["notes"]:
        where = gettext("in note %(number)s") % {"number": note["number"]}
        yield "cites", note["text"], where
        for reference in note["references"]:
            yield "cites", f"{reference['text']} {reference['symbol']}".strip(), where


def _unmarked(markdown: str) -> str:
    """A text without its signs. What is looked for first costs next to nothing, and most texts hold little of it."""
    if "](" in markdown:
        markdown = _LINK.sub(r"\1", markdown)
    markdown = _BEGINS_A_LINE.sub("", markdown).replace("*", "").replace("`", "")
    return _STRONG.sub("", markdown) if "__" in markdown else markdown


def _beginning(record: Data) -> Passage | None:
    """What is shown of an alert where no text of it matches."""
    text = " ".join(record["abstract"].split())
    if not text:
        return None
    return Passage([(text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1]}…", False)])


def _names(question: Question, alert: Alert) -> Iterator[tuple[str, str]]:
    """What of the records that the question names the alert is tied to, each once."""
    told: set[tuple[str, str]] = set()
    for tied in _ties(question):
        for where, key, name in _linked(alert, tied.to):
            if key in tied.keys and (where, name) not in told:
                told.add((where, name))
                yield where, name


def _ties(question: Question) -> Iterator[Tied]:
    match question:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _ties(part)
        case Tied():
            yield question


def _numbered(ask: Data) -> str:
    return gettext("Recommendation %(number)s") % {"number": ask["number"]}


# What `_linked` says of a party, so that it is translated.
_PARTIES = (gettext_noop("Issuer"), gettext_noop("Signatory"), gettext_noop("Addressee"))


def _linked(alert: Alert, to: str) -> Iterator[tuple[str, str, str]]:
    """The records that an alert is tied to in that way: how it is called, key and name."""
    record: Data = alert.record or {}
    if to in ("issuer", "signatory", "addressee"):
        for party in record["parties"]:
            if party["role"] == to:
                yield gettext(to.capitalize()), party["organization"]["uid"], party["organization"]["name"]
    match to:
        case "addressee":
            for ask in record["recommendations"]:
                for addressee in ask["addressees"]:
                    where = gettext("Addressee of recommendation %(number)s") % {"number": ask["number"]}
                    yield where, addressee["organization"]["uid"], addressee["organization"]["name"]
        case "measure":
            for ask in record["recommendations"]:
                if ask["measure"]:
                    yield _numbered(ask), ask["measure"]["uid"], ask["measure"]["label"]
        case "situation":
            for situation in alert.situations.all():
                yield gettext("Situation"), situation.uid, situation.title
            for ask in record["recommendations"]:
                if ask["situation"]:
                    yield _numbered(ask), ask["situation"]["uid"], ask["situation"]["title"]
        case "type":
            if record["type"]:
                yield gettext("Type"), record["type"]["uid"], record["type"]["label"]
        case "serial":
            if record["serial"]:
                yield gettext("Serial"), record["serial"]["uid"], record["serial"]["title"]
        case "country":
            for country in record["countries"]:
                yield gettext("Country"), country["code"], country["then_name"] or country["name"]
        case "place":
            for link in record["places"]:
                yield gettext("Place"), link["place"]["uid"], link["place"]["name"]
        case "population":
            for link in [*record["populations"], *record["characterizations"]]:
                if link["population"]:
                    yield gettext("Population"), link["population"]["uid"], link["population"]["name"]
        case "indicator" | "stage":
            for assessment in record["assessments"]:
                indicator = assessment["indicator"]
                yield assessment["framework"]["title"], indicator.get("uid", ""), indicator["name"]
