"""All rules over one document, in the order in which they need one another."""

from intake.extraction import Extracted
from intake.proposals import Proposal
from intake.understanding import (
    assessments,
    characterizations,
    issued,
    kinds,
    language,
    layout,
    notes,
    parties,
    persons,
    recommendations,
    series,
    titles,
    where,
)
from intake.understanding.given import Given
from intake.understanding.vocabulary import Vocabulary


def proposals(extracted: Extracted, vocabulary: Vocabulary, source_url: str) -> list[Proposal]:
    """The proposals of every rule."""
    found = notes.find(extracted.text)
    text = layout.read(extracted.text, found.spans)
    told = language.propose(text.plain, extracted.language)
    given = Given(
        text,
        vocabulary,
        told[0].value["tag"],
        extracted.title,
        tuple((one.edtf, one.where) for one in extracted.dated),
        source_url or extracted.source_url,
    )
    return [*_of_text(given, told), *notes.propose(extracted.text, found)]


def _of_text(given: Given, told: list[Proposal]) -> list[Proposal]:
    titled = titles.propose(given)
    title = titled[0].value["text"]
    who = parties.propose(given, title)
    issuers = [one.value["uid"] for one in who if one.kind == "issuer" and one.value["uid"]]
    addressed = tuple(one for one in who if one.kind == "addressee")
    assessed = assessments.propose(given)
    taken = (*titled[0].passages, *assessments.places(assessed))
    asks = recommendations.propose(given, taken, addressed)
    return [
        *titled,
        *issued.propose(given, title),
        *who,
        *([] if addressed else parties.addressees_asked(asks)),
        *kinds.propose(given, title, issuers),
        *told,
        *series.propose(given, title, issuers),
        *where.propose(given, title),
        *asks,
        *assessed,
        *characterizations.propose(given),
        *persons.propose(given, tuple(one.value["name"] for one in who if "name" in one.value)),
    ]
