"""What `make test` says at its end: what failed, what was not run, and why."""

import pytest

from tests import run

NO_CHROMIUM = "pages in a real browser: no chromium here"


@pytest.fixture(autouse=True)
def nothing_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_ALL", raising=False)


def test_everything_passed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.conclude([], []) == 0
    assert capsys.readouterr().out == "PASSED   everything\n"


def test_what_was_not_run_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.conclude([], [NO_CHROMIUM]) == 0
    assert capsys.readouterr().out == f"NOT RUN  {NO_CHROMIUM}\nPASSED   everything else\n"


def test_what_was_not_run_fails_where_all_is_required(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE_ALL", "1")
    assert run.conclude([], [NO_CHROMIUM]) == 1
    assert "PASSED" not in capsys.readouterr().out


def test_what_failed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.conclude(["mypy", "djade"], []) == 1
    assert capsys.readouterr().out == "FAILED   mypy, djade\n"


def test_a_silent_postgresql_gives_its_reason() -> None:
    assert "refused" in run.silence_of("postgresql://postgres@127.0.0.1:1/forewarned")


def test_the_suite_is_the_one_thing_in_full_view(capfd: pytest.CaptureFixture[str]) -> None:
    assert run.passes("style", ["echo", "fine"])
    assert run.passes("the suite on nothing", ["echo", "12 passed"])
    assert not run.passes("types", ["sh", "-c", "echo wrong; exit 1"])
    assert capfd.readouterr().out == "--- style\n--- the suite on nothing\n12 passed\n--- types\nwrong\n"
