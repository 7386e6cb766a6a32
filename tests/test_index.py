"""The index of searches: it follows what is published, is made anew by itself, and is never another archive's."""

import os
import re
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from alerts import changes, publishing
from alerts.models import Alert, Change
from search import background, index, keeping
from search.asking import Ask
from search.engine import Engine, Unusable
from search.question import Word
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def in_background(settings: Any) -> Iterator[None]:
    """Upkeep by threads, where the database can be reached from one (not SQLite's in memory)."""
    settings.INDEX_IN_BACKGROUND = True
    background._background._rest_until = float("-inf")
    yield
    background.wait()


def asked(**fields: Any) -> list[str]:
    """The uids that a searcher is answered, as the page asks: None where the index cannot be asked."""
    index._reader._looked = float("-inf")  # as after 0.2 s
    engine = index.searcher()
    assert engine
    pending = index.pending(engine)
    assert pending
    return engine.search(Ask(without=pending.uids, order="date", facets=False, limit=1000, **fields)).uids


def for_word(word: str) -> list[str]:
    return asked(question=Word(word))


def public() -> list[str]:
    return list(Alert.objects.published().oldest_first().values_list("uid", flat=True))


def folder() -> Path:
    found = keeping.home().current()
    assert found
    return found


# Following ------------------------------------------------------------------------------------------------------------


def test_what_is_published_is_found_by_the_next_click() -> None:
    index.rebuild()
    alert = cast.published("Famine in the north")
    assert for_word("famine") == [alert.uid]


def test_an_index_made_of_an_archive_holds_all_that_is_public() -> None:
    cast.draft("A draft")
    for n in range(7):
        cast.published(f"Warning {n}", issued=f"20{10 + n}")
    index.rebuild()
    assert asked() == public()
    assert len(public()) == 7


def test_a_revision_leaves_one_copy_with_the_new_words() -> None:
    index.rebuild()
    alert = cast.published("Famine in the north")
    cast.revised(alert, title="Drought in the north")
    assert for_word("famine") == []
    assert for_word("drought") == asked() == [alert.uid]


def test_what_is_withdrawn_is_found_no_longer() -> None:
    index.rebuild()
    alert = cast.published("Famine")
    publishing.withdraw(alert, cast.reviewer(), "error")
    assert asked() == []
    publishing.publish(alert, cast.reviewer())
    assert asked() == [alert.uid]


def test_a_change_is_called_for_once_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(changes, "_followers", [lambda: calls.append(1)])
    alert = cast.published()
    assert len(calls) == 1
    with transaction.atomic():
        changes.altered([alert.pk])
        with transaction.atomic():
            changes.altered([alert.pk])
        assert len(calls) == 1
    assert len(calls) == 2


def test_a_change_that_is_rolled_back_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    alert = cast.published()
    monkeypatch.setattr(changes, "_followers", [lambda: calls.append(1)])
    with transaction.atomic():
        changes.altered([alert.pk])
        transaction.set_rollback(True)
    assert calls == []


def test_an_index_that_fails_never_fails_a_save(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> int:
        raise Unusable("No space left on device")

    index.rebuild()
    monkeypatch.setattr(Engine, "write", full)
    alert = cast.published("Famine")
    assert Alert.objects.published().get() == alert


def test_a_folder_that_cannot_be_written_fails_no_save_and_no_search(data_dir: Path) -> None:
    index.rebuild()
    lock = keeping.home().path / "writing.lock"
    lock.unlink()
    lock.symlink_to(data_dir / "nowhere" / "lock")  # even root cannot write to it
    alert = cast.published("Famine")
    assert Alert.objects.published().get() == alert
    assert asked() == []
    with pytest.raises(CommandError, match="could not be written"):
        call_command("index", stdout=StringIO())


def test_a_save_makes_no_index_where_there_is_none(data_dir: Path) -> None:
    cast.published("Famine")
    assert not list(data_dir.rglob("meta.json"))


def test_many_changes_are_committed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    index.rebuild()
    monkeypatch.setattr(changes, "_followers", [])
    for n in range(7):
        cast.published(f"Warning {n}")
    numbers = []
    write = Engine.write
    monkeypatch.setattr(index, "MOST_CHANGES", 3)
    monkeypatch.setattr(Engine, "write", lambda *a, **k: numbers.append(a[3]) or write(*a, **k))
    index.catch_up()
    assert numbers == [3, 6, 7]
    assert asked() == public()


def test_a_writer_that_finds_another_at_work_goes_away_at_once() -> None:
    index.rebuild()
    with keeping.home().lock(keeping.WRITING) as mine:
        assert mine
        alert = cast.published("Famine")
        assert index.look().number == 0
    assert index.catch_up()
    assert for_word("famine") == [alert.uid]


def test_a_change_committed_while_another_process_lets_go_is_not_left_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    index.rebuild()
    follow = index._follow
    late: list[Alert] = []

    def follow_and_be_late(folder: Path) -> None:
        follow(folder)
        if not late:
            late.append(cast.draft("Famine"))
            publishing.publish(late[0], cast.reviewer())  # its own catch-up finds the lock taken

    monkeypatch.setattr(index, "_follow", follow_and_be_late)
    cast.published("Drought")
    assert for_word("famine") == [late[0].uid]


# What a query leaves out ----------------------------------------------------------------------------------------------


def test_what_changed_since_is_left_out_of_hits_and_totals(monkeypatch: pytest.MonkeyPatch) -> None:
    index.rebuild()
    kept, gone = cast.published("Famine"), cast.published("Famine again")
    monkeypatch.setattr(changes, "_followers", [])
    publishing.withdraw(gone, cast.reviewer(), "privacy")
    engine = index.searcher()
    assert engine
    pending = index.pending(engine)
    assert pending
    assert pending.uids == {gone.uid}
    assert for_word("famine") == [kept.uid]


def test_an_index_too_far_behind_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    index.rebuild()
    monkeypatch.setattr(changes, "_followers", [])
    monkeypatch.setattr(index, "MOST_PENDING", 2)
    for n in range(3):
        cast.published(f"Warning {n}")
    engine = index.searcher()
    assert engine
    assert index.pending(engine) is None
    index.catch_up()
    assert asked() == public()


def test_pending_takes_one_query(django_assert_num_queries: Any) -> None:
    index.rebuild()
    cast.published()
    engine = index.searcher()
    assert engine
    with django_assert_num_queries(1):
        pending = index.pending(engine)
    assert pending
    assert pending.uids == frozenset()


def test_a_late_index_is_caught_up_outside_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[Any] = []
    monkeypatch.setattr(index, "in_background", asked_for.append)
    index.rebuild()
    monkeypatch.setattr(changes, "_followers", [])
    cast.published()
    engine = index.searcher()
    assert engine
    index.pending(engine)
    assert asked_for == []
    Change.objects.update(at=timezone.now() - index._LATE * 2)
    index.pending(engine)
    assert asked_for == [index.catch_up]


# Whose index it is ----------------------------------------------------------------------------------------------------


def copied(data_dir: Path) -> None:
    """The feed of another archive, just as long: the same numbers, other entries."""
    Change.objects.update(at=timezone.now())


def test_an_index_of_another_archive_is_not_asked_but_made_anew(data_dir: Path) -> None:
    cast.published("Famine")
    index.rebuild()
    copied(data_dir)
    engine = index.searcher()
    assert engine
    assert index.pending(engine) is None
    assert "another archive" in index.look().fault
    assert not index.catch_up()
    before = folder()
    index.bring_up()
    assert folder() != before
    assert asked() == public()


def test_an_index_ahead_of_a_backup_that_came_back_is_made_anew() -> None:
    first = cast.published("Famine")
    cast.published("Drought")
    index.rebuild()
    Change.objects.filter(number=2).delete()
    engine = index.searcher()
    assert engine
    assert index.pending(engine) is None
    index.bring_up()
    assert index.look().number == 1
    assert first.uid in asked()


def test_two_databases_that_share_a_folder_have_an_index_each(monkeypatch: pytest.MonkeyPatch) -> None:
    index.rebuild()
    monkeypatch.setitem(connection.settings_dict, "NAME", "another")
    assert index.searcher() is None


# Made anew ------------------------------------------------------------------------------------------------------------


def spoil_with_garbage(path: Path) -> None:
    replace(path, os.urandom(path.stat().st_size))


def spoil_in_the_middle(path: Path) -> None:
    data = path.read_bytes()
    replace(path, data[: len(data) // 3] + b"\xff\x00" * 4 + data[len(data) // 3 + 8 :])


def cut_short(path: Path) -> None:
    replace(path, path.read_bytes()[: path.stat().st_size // 2])


def replace(path: Path, data: bytes) -> None:
    """Another file under the name: one that is cut while it is mapped would end this process."""
    draft = path.with_suffix(".draft")
    draft.write_bytes(data)
    draft.replace(path)


@pytest.mark.parametrize("spoil", [spoil_with_garbage, spoil_in_the_middle, cut_short, Path.unlink])
@pytest.mark.parametrize("what", ["*.term", "*.store", "*.fast", "meta.json", "current"])
def test_a_damaged_index_is_noticed_and_made_anew(spoil: Any, what: str, data_dir: Path) -> None:
    alert = cast.published("Famine")
    index.rebuild()
    before = folder()
    spoil(next(data_dir.rglob(what)))
    index._reader._forget()  # as after a start
    if engine := index.searcher():
        try:
            engine.search(Ask(question=Word("famine")))
        except Unusable as error:
            index.found_damaged(error)
    call_command("index", stdout=StringIO())
    assert folder() != before
    assert not before.exists()
    assert for_word("famine") == [alert.uid]


@pytest.mark.parametrize("what", ["*.term", "*.idx", "*.fast", "meta.json"])
def test_no_damage_fails_a_save(what: str, data_dir: Path) -> None:
    cast.published("Famine")
    index.rebuild()
    spoil_with_garbage(next(data_dir.rglob(what)))
    index._reader._forget()
    cast.published("Drought")
    index.bring_up()
    assert asked() == public()


def test_an_index_of_an_older_schema_is_made_anew_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    alert = cast.published("Famine")
    index.rebuild()
    old = folder()
    monkeypatch.setattr(keeping, "_KIND", "99-x-")
    monkeypatch.setattr(keeping, "_NAME", re.compile(r"99-x-\d+-[0-9a-f]{8}"))
    time.sleep(0.25)
    assert index.searcher() is None
    index.bring_up()
    assert not old.exists()
    assert asked() == [alert.uid]


def test_a_missing_index_is_made_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[Any] = []
    monkeypatch.setattr(index, "in_background", asked_for.append)
    assert index.searcher() is None
    assert asked_for == [index.rebuild]


def test_what_fails_in_the_background_rests_and_is_tried_again(settings: Any, caplog: Any) -> None:
    settings.INDEX_IN_BACKGROUND = True
    done: list[int] = []

    def fail() -> None:
        done.append(1)
        raise OSError("No space left on device")

    made = background._Background()
    made.start(fail)
    made.wait()
    made.start(fail)
    made.wait()
    assert done == [1]
    assert "No space left" in caplog.text


def test_one_thread_at_a_time_works_in_the_background() -> None:
    made, go, done = background._Background(), threading.Event(), list[int]()
    made.start(go.wait)
    made.start(lambda: done.append(1))
    go.set()
    made.wait()
    assert done == []


def test_a_search_goes_on_in_the_index_before_while_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first = cast.published("Famine")
    index.rebuild()
    before, seen = folder(), list[list[str]]()

    def look_meanwhile(done: int, of: int) -> None:
        if not seen:
            seen.append(for_word("famine"))
            cast.published("Famine during it")  # the one that is read follows the feed
            seen.append(for_word("famine"))

    index.rebuild(look_meanwhile)
    assert seen[0] == [first.uid]
    assert len(seen[1]) == 2
    assert folder() != before
    assert for_word("famine") == public()
    assert len(public()) == 2


def test_a_rebuild_that_stops_half_way_leaves_what_was_read_and_no_folder(data_dir: Path) -> None:
    alert = cast.published("Famine")
    index.rebuild()
    before = folder()

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(stop)
    assert folder() == before
    assert [path.parent for path in data_dir.rglob("meta.json")] == [before]
    assert for_word("famine") == [alert.uid]


def test_what_a_killed_rebuild_left_is_removed() -> None:
    cast.published()
    index.rebuild()
    left = keeping.home().new(0)
    index.bring_up()
    assert not left.exists()


def test_two_do_not_make_the_index_at_once() -> None:
    with keeping.home().lock(keeping.MAKING):
        assert index.rebuild() is False
        with pytest.raises(CommandError, match="Another process"):
            call_command("index", "--rebuild", stdout=StringIO())
    assert index.rebuild()


def test_words_that_were_redacted_leave_the_files_of_the_index(data_dir: Path) -> None:
    alert = cast.published("About Zxqvanna", abstract="Zxqvanna saw it. " * 50)
    for n in range(3):
        cast.published(f"Warning {n}")
    index.rebuild()
    assert holds(data_dir, b"zxqvanna")
    publishing.redact(alert, cast.redactor(), cast.redactor("second"), ["Zxqvanna"], "safety")
    assert for_word("zxqvanna") == []
    assert index.look().worn
    index.bring_up()
    assert not index.look().worn
    assert not holds(data_dir, b"zxqvanna")
    cast.revised(alert, title="A later revision")
    assert not index.look().worn, "it is made anew once for a redaction"
    assert asked() == public()


def holds(folder: Path, word: bytes) -> bool:
    return any(word in path.read_bytes().lower() for path in folder.rglob("*") if path.is_file())


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_makes_the_index_and_says_how_it_stands() -> None:
    cast.published()
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("index", "--status")
    out = StringIO()
    call_command("index", stdout=out)
    assert "1 of 1 alerts" in out.getvalue()
    assert "every change up to 1." in out.getvalue()
    out = StringIO()
    call_command("index", "--status", stdout=out)
    assert "every change up to 1 of 1" in out.getvalue()


def test_status_tells_of_damage(data_dir: Path) -> None:
    cast.published()
    index.rebuild()
    spoil_in_the_middle(next(data_dir.rglob("*.term")))
    with pytest.raises(CommandError, match=r"\.term"):
        call_command("index", "--status")


# By threads -----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor == "sqlite", reason="another thread cannot read this database in memory")
def test_a_search_without_an_index_has_one_a_moment_later(in_background: None) -> None:
    alert = cast.published("Famine")
    assert index.searcher() is None
    background.wait()
    time.sleep(0.25)
    assert for_word("famine") == [alert.uid]
