"""Redaction: words erased for good, wherever an alert or its past holds them. alerts.publishing.redact leads it."""

import json
import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection, models

from alerts import files
from alerts.models import PARTS, Alert, Document, EventActor, RedactionRequest, VersionContent

MARK = "[redacted]"
_SHORTEST = 2
_BETWEEN = r"(?:\s|[-_+.]|%20)+"
log = logging.getLogger(__name__)
Pattern = re.Pattern[str]

# What keeps words besides, elsewhere than alerts may look (the history of curation), enters itself here at the start.
_erasers: list[Callable[[Pattern], object]] = []


def on_erasing(eraser: Callable[[Pattern], object]) -> None:
    """Have `eraser` called with the words, in the transaction of each redaction: it erases them where it keeps them."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def pattern(words: Iterable[str]) -> Pattern:
    """What finds `words`, whatever their case and what parts them: space, or a hyphen as in addresses and file names.

    Raises ValueError, with a sentence, where there are no words or one is too short to be looked for.
    """
    kept = [unicodedata.normalize("NFC", w).split() for w in words]
    kept = sorted((w for w in kept if w), key=lambda w: -len(" ".join(w)))
    if not kept or any(len("".join(w)) < _SHORTEST for w in kept):
        raise ValueError(f"Name the words to erase, each at least {_SHORTEST} characters long.")
    return re.compile("|".join(_BETWEEN.join(re.escape(part) for part in w) for w in kept), re.IGNORECASE)


def erase_from_rows(public: Alert, words: Pattern) -> None:
    """Replace the words in the alert, in its working copies and in all their parts."""
    for alert in [public, *public.working_copies.all()]:
        _erase(alert, words)
        for model in PARTS:
            path = "alert" if model.whole == "alert" else f"{model.whole}__alert"
            for part in model._default_manager.filter(**{path: alert}):
                _erase(part, words)
    RedactionRequest.objects.filter(alert=public).delete()


def erase_from_versions(public: Alert, words: Pattern) -> int:
    """Erase the contents of the versions that hold a word; how many. The versions and their hashes stay."""
    contents = VersionContent.objects.filter(version__alert=public)
    found = [c.pk for c in contents if words.search(plain(c.note)) or _in_json(json.loads(c.canonical), words)]
    contents.filter(pk__in=found).delete()
    return len(found)


def erase_from_history(words: Pattern) -> None:
    """Replace the words in the admin's log, in the staff's notes on events, and wherever else words are kept."""
    for row in [*LogEntry.objects.all().iterator(), *EventActor.objects.exclude(private_note="").iterator()]:
        _erase(row, words)
    for eraser in _erasers:
        eraser(words)


def erase_files(public: Alert, keep: set[str]) -> int:
    """Erase the files of the alert's documents, but for those whose uid is in `keep`; how many. The hashes stay."""
    family = [public.pk, *public.working_copies.values_list("pk", flat=True)]
    documents = Document.objects.filter(alert__in=family, erased=False).exclude(uid__in=keep)
    hashes = set(documents.values_list("sha256", flat=True))
    Document.objects.filter(sha256__in=hashes).update(erased=True, file_name="")
    for sha256 in hashes:
        files.erase(sha256)
    return len(hashes)


def occurrences(words: Pattern) -> list[str]:
    """Where the words still stand in the database: "organizations.organization 17 name"."""
    return [f"{row._meta.label_lower} {row.pk} {field}" for row in _all_rows() for field in _fields_with(row, words)]


def scrub() -> None:
    """Have the database give up the bytes of what was deleted. Runs outside a transaction; failing, it says so."""
    statements = {
        "sqlite": ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"],
        "postgresql": [f'VACUUM FULL "{m._meta.db_table}"' for m in _models_with_text()],
    }[connection.vendor]
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError:
        log.exception(
            "The redaction is done, but deleted bytes remain on disk: run “manage.py scrub” when it is quiet."
        )


def _erase(row: models.Model, words: Pattern) -> None:
    changed = False
    for field in _text_fields(type(row)):
        before = getattr(row, field.attname)
        after = _without(before, words, field)
        if after != before:
            setattr(row, field.attname, after)
            changed = True
    if changed:
        row.save()


def _without(value: Any, words: Pattern, field: "models.Field[Any, Any]") -> Any:
    if not isinstance(value, str) or not value:
        return value
    if isinstance(field, models.URLField) or field.name == "url":
        return "" if words.search(plain(value)) or words.search(plain(unquote(value))) else value
    text = plain(value)
    return words.sub(MARK, text)[: field.max_length] if words.search(text) else value


def without(text: str, words: Pattern) -> str:
    """`text` with a mark in place of the words; nothing where they stand percent-encoded in it."""
    if words.search(plain(text)):
        return words.sub(MARK, plain(text))
    return "" if "%" in text and words.search(plain(unquote(text))) else text


def plain(text: str) -> str:
    """`text` in the composition in which a pattern finds its words."""
    return unicodedata.normalize("NFC", text)


def _in_json(value: Any, words: Pattern) -> bool:
    if isinstance(value, dict):
        return any(_in_json(v, words) for v in value.values())
    if isinstance(value, list):
        return any(_in_json(v, words) for v in value)
    return isinstance(value, str) and bool(words.search(plain(value)) or words.search(plain(unquote(value))))


def _text_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    texts = (models.CharField, models.TextField)
    return [f for f in model._meta.concrete_fields if isinstance(f, texts) and not f.choices and f.name != "uid"]


def _models_with_text() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m._meta.managed and (_text_fields(m) or _json_fields(m))]


def _json_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [f for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]


def _all_rows() -> Iterator[models.Model]:
    for model in _models_with_text():
        yield from model._base_manager.all().iterator()


def _fields_with(row: models.Model, words: Pattern) -> Iterator[str]:
    for field in [*_text_fields(type(row)), *_json_fields(type(row))]:
        if _in_json(getattr(row, field.attname), words):
            yield field.name
