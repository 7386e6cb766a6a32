"""The names that are no records: genres, crimes and modalities by value or label, languages by tag or name."""

import re

from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.translation import gettext

from alerts.models import AlertType, Characterization
from alerts.options import language_name
from identifiers.folding import fold

with translation.override(None):  # a question is written in English words, whatever language asks first
    CHOICES: dict[str, list[tuple[str, str]]] = {
        "genre": [(value, str(label)) for value, label in AlertType.Genre.choices],
        "crime": [(value, str(label)) for value, label in Characterization.Crime.choices],
        "modality": [(value, str(label)) for value, label in Characterization.Modality.choices],
    }
KINDS = (*CHOICES, "language")
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII)


def resolve(kind: str, text: str) -> tuple[tuple[str, ...], str]:
    """The keys that `text` means, and their label; no keys where it means nothing."""
    if kind == "language":
        return _language(text)
    words = fold(text).split()
    whole = [(value, label) for value, label in CHOICES[kind] if words in (fold(value).split(), fold(label).split())]
    begun = [
        (value, label)
        for value, label in CHOICES[kind]
        if words and all(any(part.startswith(word) for part in fold(label).split()) for word in words)
    ]
    found = whole or begun
    return tuple(value for value, _ in found), ", ".join(label for _, label in found)


def advice(kind: str) -> str:
    """What would be right instead, as the end of a sentence."""
    if kind == "language":
        return gettext("write a language tag, such as en, or its name")
    return gettext("write %(choices)s") % {"choices": ", ".join(label for _, label in CHOICES[kind])}


def _language(text: str) -> tuple[tuple[str, ...], str]:
    """A language and its regional forms: pt, Portuguese and português find pt and pt-BR."""
    folded = fold(text)
    named = [tag for tag, about in LANG_INFO.items() if folded and folded in _language_names(about)]
    tag = min(named, key=len) if named else text.strip().lower().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return (), ""
    forms = [tag, *(other for other in LANG_INFO if other.startswith(f"{tag}-"))]
    return tuple(dict.fromkeys(_as_written(form) for form in forms)), language_name(tag)


def _language_names(about: dict[str, object]) -> set[str]:
    return {fold(str(about[key])) for key in ("name", "name_local") if key in about}


def _as_written(tag: str) -> str:
    """BCP 47 as it is written: Hans, BR."""
    first, *others = tag.split("-")
    return "-".join([first, *(o.title() if len(o) == 4 else o.upper() if len(o) == 2 else o for o in others)])
