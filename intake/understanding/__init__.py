"""The text of a document → what it seems to say of itself. Rules and words that can be read; no network, no model.

One module for each kind of proposal, each a pure function of the text, of what is known by name, and where it is
needed of what the modules before it found.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.extraction import Extracted
    from intake.proposals import Proposal
    from intake.understanding.vocabulary import Vocabulary


def understand(extracted: "Extracted", vocabulary: "Vocabulary", *, source_url: str = "") -> "list[Proposal]":
    """All proposals for a document, in the order of docs/intake.md. `source_url`: where it was got."""
    # The rules hold some hundred patterns in ten languages, for which the start of the site need not wait.
    from intake.understanding.whole import proposals

    return proposals(extracted, vocabulary, source_url)
