"""Two records of a vocabulary made into one: everything points at the one that is kept, and nothing said is lost.

The old name stays as a name, the old address and uid lead to the kept record for ever, versions stay as they are, and
for a day the merge can be undone, unless something later stands in the way. What would be done is planned without a
write, so that a person can look at it first; docs/curating.md tells the rules.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from alerts import heads, redaction, uses
from alerts.changes import altered
from alerts.models import Alert, AlertType, Framework, Indicator, Measure, Scale, Serial, Situation
from curation import history, journal
from curation.journal import Journal
from curation.models import Merge
from curation.models.merging import UNDOABLE
from curation.planning import Plan, plan
from curation.pointing import title_of, ways
from identifiers.models import FormerAddress, Kind, Name
from organizations.models import Organization
from places.models import Place, Population

MERGEABLE: tuple[type[models.Model], ...] = (
    Organization, Place, Population, Situation, AlertType, Scale, Serial, Measure, Framework,
)  # fmt: skip
# Under which kind the former address of a record is filed. Frameworks and scales have no address of their own.
ADDRESSES: dict[type[models.Model], Kind] = {
    AlertType: Kind.ALERT_TYPE,
    Indicator: Kind.INDICATOR,
    Measure: Kind.MEASURE,
    Organization: Kind.ORGANIZATION,
    Place: Kind.PLACE,
    Population: Kind.POPULATION,
    Serial: Kind.SERIAL,
    Situation: Kind.SITUATION,
}


class MergingError(Exception):
    """Two records that cannot be merged, or a merge that cannot be undone; its text says why, for a person."""


def may_merge(user: Any, model: type[models.Model]) -> bool:
    """Whether `user` may change and delete the records of `model`."""
    names = model._meta
    return all(user.has_perm(f"{names.app_label}.{verb}_{names.model_name}") for verb in ("change", "delete"))


def merge(merged: models.Model, kept: models.Model, by: Any) -> Merge:
    """Merge the first record into the second. Raises PermissionDenied, or MergingError with what stands against it."""
    _require(by, type(kept))
    with transaction.atomic():
        _lock()
        merged, kept = _both(merged, kept)
        planned = plan(merged, kept)
        if planned.problems:
            raise MergingError(" ".join(planned.problems))
        shown_by = {*uses.alerts_showing(merged), *(uses.alerts_showing(kept) if planned.new_names else ())}
        shown_by |= {pk for one in planned.inner() for pk in uses.alerts_showing(one.merged)}
        done, name, pk = Journal(), title_of(merged), merged.pk
        history.keep([merged], by, f"{history.MERGED}{kept._meta.verbose_name} {kept.pk}.")
        try:
            _carry_out(planned, done)
        except ProtectedError as error:
            raise MergingError("Something has just begun to use it: look, and repeat.") from error
        altered(shown_by)
        _keep_changed(done.entries, kept, by, f"{type(kept)._meta.verbose_name} {pk} was merged into {kept.pk}.")
        Merge.objects.filter(at__lte=timezone.now() - UNDOABLE).exclude(journal=None).update(journal=None)
        return Merge.objects.create(
            model=kept._meta.label_lower, merged_id=pk, merged_name=name[:300], kept_id=kept.pk,
            kept_name=title_of(kept)[:300], at=timezone.now(), by=by, journal=done.entries,
        )  # fmt: skip


def undo(merge: Merge, by: Any) -> models.Model:
    """Make the two records of a merge again, as they were. Returns the one that had been merged.

    Raises PermissionDenied, or MergingError saying what came later and stands in the way; then nothing is changed.
    """
    _require(by, merge.record_model)
    with transaction.atomic():
        _lock()
        merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if not merge.is_undoable:
            raise MergingError("It was undone before." if merge.undone_at else "It can be undone for a day, no longer.")
        kept = merge.record_model._base_manager.select_for_update().filter(pk=merge.kept_id).order_by("pk").first()
        if kept is None:
            raise MergingError(_gone(merge))
        shown_by = set(uses.alerts_showing(kept))
        try:
            journal.undo(merge.journal or [])
        except journal.Obstacle as obstacle:
            raise MergingError(f"It cannot be undone: {obstacle}.{_published_since(merge, shown_by)}") from obstacle
        merged = merge.record_model._base_manager.get(pk=merge.merged_id)
        altered(shown_by | set(uses.alerts_showing(merged)))
        said = f"The merge of {type(kept)._meta.verbose_name} {merged.pk} into {kept.pk} was undone."
        _keep_changed(merge.journal or [], kept, by, said)
        merge.undone_at, merge.undone_by, merge.journal = timezone.now(), by, None
        merge.save(update_fields=["undone_at", "undone_by", "journal"])
        return merged


def register() -> None:
    """Have words that are redacted erased from the journals too. Once, at the start."""
    redaction.on_erasing(erase)


def erase(words: redaction.Pattern) -> None:
    """Replace `words` in what is kept to undo merges, as they are replaced in the rows themselves."""
    for merge in Merge.objects.iterator(chunk_size=10):
        names = [redaction.without(name, words) for name in (merge.merged_name, merge.kept_name)]
        kept = history.erased(merge.journal, words)
        if [kept, *names] != [merge.journal, merge.merged_name, merge.kept_name]:
            merge.journal, merge.merged_name, merge.kept_name = kept, *names
            merge.save(update_fields=["journal", "merged_name", "kept_name"])


def _require(by: Any, model: type[models.Model]) -> None:
    if model not in MERGEABLE:
        raise MergingError(f"{str(model._meta.verbose_name_plural).capitalize()} are not merged.")
    if not may_merge(by, model):
        raise PermissionDenied(f"You may not merge {model._meta.verbose_name_plural}.")


def _lock() -> None:
    """Both heads before any row, as whoever publishes takes them; then neither waits for the other in a circle."""
    heads.lock(heads.EVENTS)
    heads.lock(heads.CHANGES)


def _both(merged: models.Model, kept: models.Model) -> tuple[models.Model, models.Model]:
    """The records as they are now, locked: who is about to point at one of them waits, and is then refused or seen."""
    if type(merged) is not type(kept) or merged.pk == kept.pk:
        raise MergingError("Two different records of one kind are merged.")
    rows = type(kept)._base_manager.select_for_update().filter(pk__in=[merged.pk, kept.pk]).order_by("pk").in_bulk()
    if len(rows) < 2:
        raise MergingError("One of the two is no longer there: it was merged or deleted meanwhile.")
    return rows[merged.pk], rows[kept.pk]


def _carry_out(planned: Plan, done: Journal) -> None:
    for inner in planned.collapsed:
        _carry_out(inner, done)
    for row in planned.dropped:
        done.delete(row)
    for row, column in planned.cleared:
        done.change(row, **{column: None})
    for row, values in planned.renumbered:
        done.change(row, **values)
    for way, ids in planned.moved.items():
        done.move(way.model, way.attname, ids, planned.merged.pk, planned.kept.pk)
    for name in planned.new_names:
        done.create(name)
    _lead(planned.merged, planned.kept, done)
    done.delete(planned.merged)
    if planned.filled:
        done.change(planned.kept, **planned.filled)


def _keep_changed(entries: list[journal.Entry], kept: models.Model, by: Any, what: str) -> None:
    """Keep in the history how the records stand whose rows were moved, changed or taken away: open drafts, and others
    of a vocabulary. What is public has its versions, and one body may stand on ten thousand alerts."""
    for model, keys in journal.wholes(entries).items():
        found = keys - {kept.pk} if model is type(kept) else keys
        if model is Alert:
            drafts = Alert.objects.filter(status__in=(Alert.Status.DRAFT, Alert.Status.IN_REVIEW)).values_list(
                "pk", flat=True
            )
            found = {pk for some in journal.chunks(list(found)) for pk in drafts.filter(pk__in=some)}
        history.keep_all(model, found, by, what)


def _lead(merged: Any, kept: Any, done: Journal) -> None:
    """Have the address and uid of the merged record, and all that led to it, lead to the kept one."""
    kind = ADDRESSES.get(type(merged))
    if kind is None:
        return
    for former in FormerAddress.objects.filter(kind=kind, uid=merged.uid, value=kept.uid):
        done.delete(former)
    earlier = FormerAddress.objects.filter(kind=kind, uid=merged.uid).values_list("pk", flat=True)
    done.move(FormerAddress, "uid", earlier, merged.uid, kept.uid)
    for value in _addresses(merged):
        for stale in FormerAddress.objects.filter(kind=kind, value=value):
            done.delete(stale)
        done.create(FormerAddress(kind=kind, value=value, uid=kept.uid))


def _addresses(record: Any) -> Iterator[str]:
    yield record.uid
    if hasattr(record, "slug"):
        yield record.slug


def _gone(merge: Merge) -> str:
    later = Merge.objects.filter(model=merge.model, merged_id=merge.kept_id, undone_at=None).first()
    if later:
        return f"It cannot be undone: {merge.kept_name} was itself merged into {later.kept_name}. Undo that first."
    return f"It cannot be undone: {merge.kept_name} was deleted since."


def _published_since(merge: Merge, shown_by: set[int]) -> str:
    """Which alerts were published anew, where that may be the reason."""
    found = Alert.objects.filter(pk__in=shown_by, events__at__gte=merge.at).distinct().order_by("pk")
    titles = [f"“{title[:80]}”" for title in found.values_list("title", flat=True)[:3]]
    return f" Published since: {', '.join(titles)}." if titles else ""


def name_field(model: type[models.Model]) -> "models.Field[Any, Any]":
    """The field that holds the displayed name of a record."""
    return next(f for f in model._meta.concrete_fields if f.name in ("name", "title", "label"))


def names_of(model: type[models.Model]) -> type[Name] | None:
    """The table of other names of a record's model, where it has one."""
    return next((way.model for way in ways(model) if way.is_name), None)  # type: ignore[return-value]
