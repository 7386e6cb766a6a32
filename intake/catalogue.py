"""The catalogue: a folder of CSV files, loaded as a whole or not at all. `manage.py loadcatalogue` leads it.

Loading again changes nothing: records are known by their uids. Alerts become public through alerts.publishing, and
what is public is brought up to date through working copies, like everything that is.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.contrib.auth.models import User
from django.db import models, transaction

from alerts import heads
from alerts.changes import altered
from alerts.models import Alert, Situation
from alerts.situations import tie
from alerts.uses import alerts_showing
from intake import drafts, vocabulary
from intake.account import publisher
from intake.known import Known
from intake.problems import Problems
from intake.records import Batch, gather
from intake.summary import Summary
from intake.tables import ALERTS, FORMER_ADDRESSES, SITUATIONS, VOCABULARIES

Say = Callable[[str], None]
Follower = Callable[[User, Iterable[models.Model], Iterable[int]], object]

# Who is told, in the same transaction, what a load wrote. The history of curation enters itself here at the start,
# because intake may not import it.
_followers: list[Follower] = []


def on_loaded(follower: Follower) -> None:
    """Have `follower` called once a load, with its account, the records that it wrote and the ids of its alerts."""
    if follower not in _followers:
        _followers.append(follower)


def load(
    folder: Path, by: str | None = None, update: bool = False, dry_run: bool = False, say: Say = lambda _: None
) -> Summary:
    """Load the catalogue in `folder` in the name of the account `by`; with `dry_run`, take it all back at the end.

    `update` brings records that are held up to date where they differ. `say` is told each step. Raises CatalogueError
    with all that is wrong, ValueError where the account will not do; then nothing is written.
    """
    with transaction.atomic():
        # First of all, in the order of publishing: two loads, or a load and a curator, wait for one another.
        heads.lock(heads.EVENTS)
        heads.lock(heads.CHANGES)
        summary = _load(folder, publisher(by), update, say)
        transaction.set_rollback(dry_run)
    return summary


def _load(folder: Path, by: User, update: bool, say: Say) -> Summary:
    known, problems, summary = Known(), Problems(), Summary()
    say(f"Reading {folder}")
    batch = gather(folder, known)
    is_fresh = not Alert.objects.exists()
    touched = _write_vocabularies(batch, known, problems, summary, update, say)
    stale = {pk for record in touched if not is_fresh for pk in alerts_showing(record)}
    say("Writing alerts and their parts")
    desk = drafts.Desk(by, batch, known, problems, summary)
    desk.write_new()
    desk.revise_held(update)
    _tie_situations(batch, known, desk.new_ids(), update)
    stale |= desk.publish_all(say)
    say("Telling the change feed")
    altered(stale)
    tell(desk.by, touched, desk.written_ids())
    return summary


def tell(by: User, records: Iterable[models.Model], alert_ids: Iterable[int]) -> None:
    """Tell who follows loads what one wrote, in its transaction."""
    for follower in _followers:
        follower(by, records, alert_ids)


def _write_vocabularies(
    batch: Batch, known: Known, problems: Problems, summary: Summary, update: bool, say: Say
) -> list[models.Model]:
    """Write what alerts cite; the records that look, or are found, differently from now on."""
    say("Writing countries, places, organizations, names, types, situations and all else that alerts cite")
    touched = []
    for table in VOCABULARIES:
        written = vocabulary.write(table, batch[table.model], known, problems, update)
        summary.count(table.model, written)
        touched += written.touched
    problems.stop()  # what cites a record that could not be written cannot be written either
    summary.count(FORMER_ADDRESSES.model, vocabulary.lead_former_addresses(batch, known, problems, update))
    problems.stop()
    return touched


def _tie_situations(batch: Batch, known: Known, new: set[int], update: bool) -> None:
    """Tie new alerts to their situations; to `update`, untie those of the catalogue that it no longer lists.

    What a curator tied besides stays.
    """
    ours = {known.id(Alert, record.key) for record in batch[ALERTS.model]}
    for record in batch[SITUATIONS.model]:
        situation = Situation.objects.get(pk=known.id(Situation, record.key) or 0)
        is_merged = known.is_merged(Situation, record.key)
        is_new = known.held(SITUATIONS, record.key) is None and not is_merged
        listed = record.listed(known)["alerts"]
        held = set(situation.alerts.values_list("id", flat=True))
        wanted = (held - ours) | listed if is_new or (update and not is_merged) else held | (listed & new)
        if wanted != held:
            tie(situation, wanted)
