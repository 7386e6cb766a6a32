"""A record of another format as a document: its fields as Markdown, each proposal with the passage that it rests on."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from intake.extraction import Extracted
from intake.proposals import Passage, Proposal


@dataclass(frozen=True)
class Record:
    """One record: its own bytes, by what it is told from the others of its file, its text and what its fields say."""

    data: bytes
    name: str
    extracted: Extracted
    proposals: tuple[Proposal, ...]


@dataclass
class Composer:
    """Composes the text of a record, and proposes what its fields tell."""

    rule: str
    text: str = ""
    proposals: list[Proposal] = field(default_factory=list)

    def write(self, words: str, before: str = "") -> Passage:
        """Add a paragraph, `before` it a sign of Markdown or a label; where `words` stand."""
        words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\0", "")).strip()
        self.text += ("\n\n" if self.text else "") + before
        start = len(self.text)
        self.text += words
        return Passage(start, len(self.text))

    def propose(self, kind: str, passage: Passage | None, confidence: float, /, **value: Any) -> None:
        passages = (passage,) if passage else ()
        self.proposals.append(Proposal(kind, value, passages, confidence, self.rule))
