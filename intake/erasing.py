"""Words that a redaction erases go from what was taken in too: texts, proposals, decisions, names of files."""

from typing import Any

from alerts import files, redaction
from alerts.models import Document
from intake.models import Arrival, Intake
from intake.resemblance import key_of, remember

_TEXTS = ("title", "text")
_DATA = ("warnings", "proposals", "decisions", "alike")


def register() -> None:
    """Have redacted words erased here. Once, at the start."""
    redaction.on_erasing(erase)


def erase(words: redaction.Pattern) -> None:
    """Replace `words`. Where the text changes, the proposals lose their passages: other words stand there now.

    The file of such a text is erased, unless it is a document that somebody looked through and kept.
    """
    for intake in Intake.objects.iterator(chunk_size=50):
        before = {name: getattr(intake, name) for name in (*_TEXTS, *_DATA)}
        after = {name: _without(value, words) for name, value in before.items()}
        if after == before:
            continue
        if after["text"] != before["text"]:
            after["proposals"] = [one | {"passages": []} for one in after["proposals"]]
        after["title"] = after["title"][:500]
        Intake.objects.filter(pk=intake.pk).update(**after, text_key=key_of(after["text"]))
        intake.text = after["text"]
        remember(intake)
        for sha256 in filter(None, (intake.sha256, intake.container)):
            if not Document.objects.filter(sha256=sha256, erased=False).exists():
                files.erase(sha256)
    for arrival in Arrival.objects.iterator(chunk_size=500):
        name = redaction.without(arrival.name, words)[:255]
        url = "" if redaction.without(arrival.source_url, words) != arrival.source_url else arrival.source_url
        if (name, url) == (arrival.name, arrival.source_url):
            continue
        same = Arrival.objects.filter(intake=arrival.intake_id, by=arrival.by_id, name=name, source_url=url)
        if same.exists():
            arrival.delete()
        else:
            Arrival.objects.filter(pk=arrival.pk).update(name=name, source_url=url)


def _without(value: Any, words: redaction.Pattern) -> Any:
    if isinstance(value, dict):
        return {redaction.without(key, words): _without(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, words) for item in value]
    return redaction.without(value, words) if isinstance(value, str) else value
