"""What a change form shows, and what was typed into it, as plain words under the names of its fields.

Both are in the shape in which a browser posts them, so that what was opened, what somebody else saved meanwhile and
what was typed can be compared with one another, and any mixture of them posted again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

_SALT = "curation.opened"
Words = dict[str, list[str]]  # what each field holds, empty words left out


@dataclass(frozen=True)
class Row:
    """A part on the page: the key of its row (empty for one that is new), its uid where it has one, and its fields."""

    key: str
    uid: str
    words: Words
    index: int = -1  # where it was posted


@dataclass(frozen=True)
class Filled:
    """A filled form: its own fields, and the rows of each of its formsets by prefix."""

    words: Words = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def by_key(self, prefix: str) -> dict[str, Row]:
        return {row.key: row for row in self.rows.get(prefix, []) if row.key}


def shown(form: Any, formsets: Iterable[Any]) -> Filled:
    """What unbound forms show."""
    rows = {}
    for formset in formsets:
        rows[formset.prefix] = [
            Row(str(one.instance.pk), getattr(one.instance, "uid", ""), words_of(one)) for one in formset.initial_forms
        ]
    return Filled(words_of(form), rows)


def typed(form: Any, formsets: Iterable[Any], data: Any, files: Any) -> Filled:
    """What was posted for the fields of those forms. Rows marked to be deleted and rows left empty are not there."""
    rows = {formset.prefix: list(_typed_rows(formset, data, files)) for formset in formsets}
    return Filled(_typed(form, "", data), rows)


def words_of(form: Any) -> Words:
    """The words in the fields of an unbound form."""
    words: Words = {}
    for name in _names(form):
        bound = form[name]
        widget: Any = _inner(bound.field.widget)
        if isinstance(widget, forms.MultiWidget):
            parts = zip(_suffixes(widget), widget.widgets, widget.decompress(bound.value()) or [], strict=False)
            words |= {name + suffix: _words(one, value) for suffix, one, value in parts}
        else:
            words[name] = _words(widget, bound.value())
    return words


def posted(filled: Filled, there: Filled, formsets: Iterable[Any], data: QueryDict) -> tuple[QueryDict, dict[str, Any]]:
    """What a browser would post to have the record, which is as `there`, become as `filled`; and the uids of new rows.

    What `data` holds besides (buttons, say) is kept. A row whose key is not there any more becomes a new row, which
    keeps its uid. The uids are by prefix and index.
    """
    made = data.copy()
    uids: dict[str, Any] = {}
    for name, words in filled.words.items():
        made.setlist(name, _lined(words))
    for formset in formsets:
        prefix = formset.prefix
        for name in [name for name in made if name.startswith(f"{prefix}-")]:
            del made[name]
        uids[prefix] = _post_rows(made, formset, filled, there)
    return made, uids


def moved_files(files: Any, filled: Filled, there: Filled) -> Any:
    """The posted files under the names that their rows have after `posted`."""
    moved: Any = MultiValueDict({name: files.getlist(name) for name in files})
    for prefix in filled.rows:
        for name in [name for name in moved if name.startswith(f"{prefix}-")]:
            del moved[name]
        for index, row in enumerate(_new(prefix, filled, there), len(there.rows.get(prefix, []))):
            for name in files:
                if row.index >= 0 and name.startswith(f"{prefix}-{row.index}-"):
                    moved.setlist(f"{prefix}-{index}-{name.split('-', 2)[2]}", files.getlist(name))
    return moved


def sealed(filled: Filled, record: str) -> str:
    """`filled` as a signed text, to travel in the page of `record` until that is saved."""
    data = {"of": record, "at": timezone.now().isoformat(), **asdict(filled)}
    return signing.dumps(data, salt=_SALT, compress=True)


def opened(text: str, record: str) -> tuple[Filled, dt.datetime] | None:
    """What was sealed, and when; None where it is not of this record, or not of this archive."""
    try:
        data = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    if data.get("of") != record:
        return None
    rows = {prefix: [Row(**row) for row in some] for prefix, some in data["rows"].items()}
    return Filled(data["words"], rows), dt.datetime.fromisoformat(data["at"])


def _new(prefix: str, filled: Filled, there: Filled) -> list[Row]:
    held = there.by_key(prefix)
    return [row for row in filled.rows.get(prefix, []) if row.key not in held]


def _post_rows(made: QueryDict, formset: Any, filled: Filled, there: Filled) -> dict[int, str]:
    prefix, key = formset.prefix, formset.model._meta.pk.name
    wanted, held = filled.by_key(prefix), there.rows.get(prefix, [])
    new = _new(prefix, filled, there)
    counts = {
        "TOTAL_FORMS": len(held) + len(new),
        "INITIAL_FORMS": len(held),
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": 1000,
    }
    for name, count in counts.items():
        made[f"{prefix}-{name}"] = str(count)
    for index, row in enumerate([*held, *new]):
        stays = wanted.get(row.key, row) if row.key else row
        for name, words in stays.words.items():
            made.setlist(f"{prefix}-{index}-{name}", _lined(words))
        made[f"{prefix}-{index}-{key}"] = row.key if index < len(held) else ""
        if index < len(held) and row.key not in wanted:
            made[f"{prefix}-{index}-DELETE"] = "on"
    return {index: row.uid for index, row in enumerate(new, len(held)) if row.uid}


def _typed_rows(formset: Any, data: Any, files: Any) -> Iterator[Row]:
    prefix, key = formset.prefix, formset.model._meta.pk.name
    uids = {str(one.instance.pk): getattr(one.instance, "uid", "") for one in formset.initial_forms}
    blank = words_of(formset.empty_form)
    for index in range(min(_number(data.get(f"{prefix}-TOTAL_FORMS")), formset.absolute_max)):
        start = f"{prefix}-{index}-"
        pk, words = data.get(start + key, ""), _typed(formset.empty_form, start, data)
        has_file = any(name.startswith(start) for name in files)
        if f"{start}DELETE" in data or (not pk and not has_file and words == blank):
            continue
        yield Row(pk, uids.get(pk, ""), words, index)


def _typed(form: Any, start: str, data: Any) -> Words:
    words: Words = {}
    for name in _names(form):
        widget: Any = _inner(form.fields[name].widget)
        if isinstance(widget, forms.MultiWidget):
            words |= {name + suffix: _clean(data.getlist(start + name + suffix)) for suffix in _suffixes(widget)}
        elif isinstance(widget, forms.CheckboxInput):
            words[name] = ["on"] if widget.value_from_datadict(data, MultiValueDict(), start + name) else []
        else:
            words[name] = _clean(data.getlist(start + name))
    return words


def _names(form: Any) -> list[str]:
    """The fields that can be typed into, but for files, which no page can be filled with."""
    skipped = {form._meta.model._meta.pk.name, "DELETE"}
    return [
        name
        for name, one in form.fields.items()
        if name not in skipped
        and not one.disabled
        and not isinstance(_inner(one.widget), forms.FileInput)
        and not isinstance(one, forms.models.InlineForeignKeyField)
    ]


def _words(widget: Any, value: Any) -> list[str]:
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    found = widget.format_value(value)
    return _clean(found if isinstance(found, (list, tuple, set)) else [found])


def _clean(values: Iterable[Any]) -> list[str]:
    """As a browser would post them: lines end alike, and what is empty is not there."""
    texts = ("" if value is None else str(value) for value in values)
    return [text for text in ("\n".join(text.splitlines()).strip() for text in texts) if text]


def _lined(words: list[str]) -> list[str]:
    """With lines that end as browsers end them."""
    return [text.replace("\n", "\r\n") for text in words]


def _inner(widget: Any) -> Any:
    """The widget itself, where a link to add a record stands around it."""
    return getattr(widget, "widget", widget)


def _suffixes(widget: Any) -> list[str]:
    """What the names of the parts of a widget end in."""
    return list(widget.widgets_names)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
