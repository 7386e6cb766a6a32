"""What a document seems to say of itself: proposals, each with the place in the text that it rests on.

A proposal is a guess for a curator to accept, change or drop. The text is the Markdown that intake/extraction made of
the document; places in it are counted in characters (Python's code points) from 0, the end exclusive.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Passage:
    """A stretch of the text."""

    start: int
    end: int


@dataclass(frozen=True)
class Proposal:
    """One guess. `value` holds JSON only; its keys, by `kind`, are told in docs/intake.md.

    `confidence` is from 0 to 1; what is below `UNSURE` is asked of the curator instead of taken for granted.
    `rule` names in a few words the rule that made the guess.
    """

    kind: str
    value: dict[str, Any]
    passages: tuple[Passage, ...] = ()
    confidence: float = 1.0
    rule: str = ""
    # Records of the archive that may be meant, likeliest first:
    # {"model": "organization", "uid": …, "name": …, "score": …}
    candidates: tuple[dict[str, Any], ...] = field(default=())


UNSURE = 0.75
