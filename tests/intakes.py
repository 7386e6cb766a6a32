"""Documents that were taken in, with proposals of the test's own: passages are told by the words that they hold."""

from typing import Any

from alerts import files
from intake.models import Arrival, Intake, as_json
from intake.proposals import UNSURE, Passage, Proposal
from intake.resemblance import key_of, remember
from tests import cast

TEXT = """# Red Flag Alert: Nowhere

Released 7 October 2022. FROM: The Quiet Institute. TO: European Union.

The institute sees red flags of genocide in Nagorno-Karabakh. <script>alert(1)</script>

1. The European Union should impose sanctions.[^1]

[^1]: A report, 2022, https://example.org/report
"""


def proposal(text: str, kind: str, words: str = "", sure: float = 0.95, /, **value: Any) -> Proposal:
    """A proposal that rests on `words`, where they first stand in `text`."""
    start = text.find(words) if words else -1
    passages = (Passage(start, start + len(words)),) if start >= 0 else ()
    return Proposal(kind, value, passages, sure, "a rule of the test")


def proposals(text: str = TEXT) -> list[Proposal]:
    """What the document of the tests says: two that are unsure, and two names of whom one is not known."""
    asked = {"name": "European Union", "uid": ""}
    told: list[tuple[str, str, float, dict[str, Any]]] = [
        ("title", "Red Flag Alert: Nowhere", 0.95, {"text": "Red Flag Alert: Nowhere"}),
        ("issued", "7 October 2022", 0.95, {"edtf": "2022-10-07", "basis": "printed", "note": ""}),
        ("issuer", "The Quiet Institute", 0.9, {"name": "The Quiet Institute", "office": "", "uid": ""}),
        ("addressee", "European Union", 0.6, {"name": "European Union", "office": "", "uid": ""}),
        ("type", "Red Flag Alert", 0.9, {"label": "Red Flag Alert", "genre": "alert", "uid": ""}),
        ("language", "", 0.99, {"tag": "en"}),
        (
            "recommendation", "The European Union should impose sanctions.", 0.9,
            {
                "number": "1", "text": "The European Union should impose sanctions.", "wording": "verbatim",
                "addressees": [asked], "addressee_basis": "stated", "targets": [], "measure": "", "location": "1",
            },
        ),
        (
            "characterization", "red flags of genocide", 0.5,
            {"crime": "genocide", "modality": "risk", "words": "red flags of genocide", "actor": "", "population": ""},
        ),
        (
            "note", "A report, 2022", 0.9,
            {
                "number": "1", "text": "",
                "references": [{"text": "A report, 2022", "url": "https://example.org/report", "symbol": ""}],
            },
        ),
    ]  # fmt: skip
    return [proposal(text, kind, words, sure, **value) for kind, words, sure, value in told]


def taken_in(text: str = TEXT, made: list[Proposal] | None = None, name: str = "alert.txt", by: Any = None) -> Intake:
    """A document as the archive holds it after it came in."""
    found = proposals(text) if made is None else made
    kept = files.keep([text.encode()])
    intake = Intake.objects.create(
        sha256=kept.sha256, size=kept.size, media_type="text/plain", text=text, text_key=key_of(text),
        title=next((p.value["text"] for p in found if p.kind == "title"), name),
        proposals=[as_json(p) for p in found], unsure=sum(p.confidence < UNSURE for p in found), readers={"plain": "1"},
    )  # fmt: skip
    remember(intake)
    Arrival.objects.create(intake=intake, name=name, source_url="https://example.org/alert", by=by or cast.curator())
    return intake
