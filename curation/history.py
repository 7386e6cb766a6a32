"""History: the state of each record after each change of it, with who made it and when. For the staff alone.

Whoever changes a record calls `keep` when all is written, in the same transaction. The states are django-reversion's:
one row holds a record with all its parts (curation.states), so bulk writes and deletions count like all others. No
signal writes them: half of what is done here is done in bulk, of which signals hear nothing.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import reversion
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from reversion.models import Revision, Version

from alerts import redaction
from alerts.models import Alert
from curation import states
from intake.catalogue import on_loaded

FORMAT = "state"
LOADED = "Loaded from the catalogue."
DELETED = "Deleted."
MERGED = "Merged into "
FOUND = "As it was found before this change."
_AT_ONCE = 500


def register() -> None:
    """Have the states of all records kept, and words that are redacted erased from them. Once, at the start."""
    for model in states.WHOLES:
        reversion.register(model, format=FORMAT)
    redaction.on_erasing(erase)
    on_loaded(keep_loaded)


def keep(records: Iterable[models.Model], by: Any, what: str = "") -> None:
    """Keep how `records` stand now, each whole with its parts; `by` is who changed them, None where nobody knows.

    `what` says it in a sentence without any words of the record. Others than those of states.WHOLES are passed over.
    Many are read and written at once: hand a batch over whole.
    """
    keys = defaultdict(set)
    for record in records:
        whole = states.whole_of(record)
        if whole is not None and whole.pk:
            keys[type(whole)].add(whole.pk)
    for model, wanted in keys.items():
        keep_all(model, wanted, by, what)


def keep_all(model: type[models.Model], keys: Iterable[Any], by: Any, what: str = "") -> None:
    """As `keep`, for the records of `model` with those keys."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        with reversion.create_revision(manage_manually=True):
            reversion.set_user(by)
            reversion.set_comment(what)
            for record, state in states.read(model, wanted[start : start + _AT_ONCE]):
                record.kept_state = state
                record.pk = _key(record)
                reversion.add_to_revision(record)


def keep_loaded(by: Any, records: Iterable[models.Model], alert_ids: Iterable[int]) -> None:
    """Keep what a load of the catalogue wrote."""
    keep(records, by, LOADED)
    keep_all(Alert, alert_ids, by, LOADED)


def keep_found(record: models.Model) -> None:
    """Keep how `record` stands before its first change here, so that the change can be told by what it was."""
    whole = states.whole_of(record)
    if whole is not None and not of(whole).exists():
        keep([whole], None, FOUND)


def of(record: models.Model) -> "models.QuerySet[Any]":
    """The states of `record`, the latest first, each with its revision and who made it.

    An alert and its working copies have one history: a copy's states are kept under the alert that it revises.
    """
    whole = states.whole_of(record) or record
    found: models.QuerySet[Any] = Version.objects.get_for_object_reference(type(whole), _key(whole))
    return found.select_related("revision__user").order_by("-revision__date_created", "-pk")


def gone(model: type[models.Model]) -> "models.QuerySet[Any]":
    """The last states of the records of `model` that were deleted or merged into others, the latest first."""
    there = model._base_manager.filter(pk=Cast(OuterRef("object_id"), models.BigIntegerField()))
    said = Q(revision__comment=DELETED) | Q(revision__comment__startswith=MERGED)
    last: models.QuerySet[Any] = Version.objects.get_for_model(model).filter(said)
    return last.filter(~Exists(there)).select_related("revision__user").order_by("-pk")


def since(record: models.Model, moment: dt.datetime) -> "models.QuerySet[Any]":
    """The states that changes of `record` led to after `moment`, the latest first."""
    return of(record).filter(revision__date_created__gt=moment).exclude(revision__comment=FOUND)


def state(version: Version) -> states.State:
    """The state that a row holds."""
    return json.loads(version.serialized_data)  # type: ignore[no-any-return]


def erase(words: redaction.Pattern) -> None:
    """Replace `words` in all states and in what was said of them."""
    for version in Version.objects.iterator(chunk_size=100):
        held = state(version)
        data = _dumped(erased(held, words))
        label = redaction.without(version.object_repr, words)
        if (data, label) != (_dumped(held), version.object_repr):
            version.serialized_data, version.object_repr = data, label
            version.save(update_fields=["serialized_data", "object_repr"])
    for revision in Revision.objects.exclude(comment="").iterator():
        comment = redaction.without(revision.comment, words)
        if comment != revision.comment:
            Revision.objects.filter(pk=revision.pk).update(comment=comment)


def _key(record: models.Model) -> Any:
    return (record.revises_id or record.pk) if isinstance(record, Alert) else record.pk


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def erased(value: Any, words: redaction.Pattern) -> Any:
    """Plain data with `words` replaced in all its texts."""
    if isinstance(value, dict):
        return dict(_pairs_without(value, words))
    if isinstance(value, list):
        return [erased(item, words) for item in value]
    return redaction.without(value, words) if isinstance(value, str) else value


def _pairs_without(value: dict[str, Any], words: redaction.Pattern) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        yield key, item if key in ("uid", "sha256", "model") else erased(item, words)
