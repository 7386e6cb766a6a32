"""Tantivy keeps what every engine promises, in memory and on disk, and what only one on disk can."""

from pathlib import Path

import pytest

from search.asking import Ask
from search.engine import Engine
from search.question import Everything, Word
from tests.engine_contract import EngineContract, doc


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
