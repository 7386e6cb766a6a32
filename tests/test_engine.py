"""Tantivy keeps what every engine promises, in memory and on disk, and what only one on disk can."""

from pathlib import Path

import pytest

from search.asking import Ask
from search.engine import Engine
from search.question import AnyOf, Everything, Phrase, Prefix, Word
from tests.engine_contract import EngineContract, doc


def test_equal_hits_have_one_order_however_the_index_came_about(tmp_path: Path) -> None:
    days = {n: f"20{n % 10:02}-01-01" for n in range(60)}
    documents = [doc(f"uid{n:02}", "Famine feared" if n % 3 else "Famine", first=days[n]) for n in range(60)]
    at_once, by_and_by = Engine(tmp_path / "at once"), Engine(tmp_path / "by and by")
    at_once.write(documents, [], 60)
    for n, document in enumerate(reversed(documents), 1):
        by_and_by.write([document], [], n)
    questions = (Word("famine"), Prefix("fam"), Everything(), AnyOf((Word("famine"), Word("feared"))), Phrase("famine"))
    for question in questions:
        whole = at_once.search(Ask(question, limit=60)).uids
        assert len(set(whole)) == 60
        for engine in (at_once, by_and_by):
            pages = [engine.search(Ask(question, limit=7, offset=start)).uids for start in range(0, 60, 7)]
            assert [uid for page in pages for uid in page] == whole, question
    newest_first = [int(uid[3:]) % 10 for uid in at_once.search(Ask(Phrase("famine"), limit=20)).uids]
    assert newest_first == sorted(newest_first, reverse=True)


class TestInMemory(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return Engine()


class TestOnDisk(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Engine:
        return Engine(tmp_path / "index")

    def test_another_reader_sees_a_commit_once_it_reloads(self, tmp_path: Path) -> None:
        writer, reader = Engine(tmp_path / "index"), Engine(tmp_path / "index")
        writer.write([doc("a", "arms")], [], 1)
        reader.reload()
        assert reader.search(Ask(Word("arms"))).uids == ["a"]
        assert reader.number == 1

    def test_what_was_committed_is_there_when_it_is_opened_again(self, tmp_path: Path) -> None:
        Engine(tmp_path / "index").write([doc("a", "arms"), doc("b", "aid")], [], 4)
        Engine(tmp_path / "index").write([doc("b", "help")], ["a"], 5)
        again = Engine(tmp_path / "index")
        assert again.number == 5
        assert again.search(Ask(Everything())).uids == ["b"]

    def test_two_that_write_in_turn_leave_one_copy_of_each(self, tmp_path: Path) -> None:
        engines = Engine(tmp_path / "index"), Engine(tmp_path / "index")
        for number in range(1, 9):
            engines[number % 2].write([doc("a", f"arms {number}"), doc(f"n{number}")], [], number)
        for engine in engines:
            engine.reload()
            assert engine.number == 8
            assert engine.search(Ask(Word("arms"))).total == 1
            assert engine.search(Ask()).total == 9
