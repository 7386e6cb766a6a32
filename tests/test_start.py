"""`make run` before anything is installed: a real process, and a sentence wherever it cannot go on."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.once, pytest.mark.slow]

OLD = "import sys; sys.version_info = (3, 8, 1, 'final', 0)"
NO_VENV = "import sys; sys.modules['ensurepip'] = None"


@pytest.fixture
def clone(tmp_path: Path, root: Path) -> Path:
    """A folder with the starter, locks that name no package, and a manage.py that says what it was asked."""
    (tmp_path / "config").mkdir()
    shutil.copy(root / "config" / "start.py", tmp_path / "config")
    shutil.copy(root / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "requirements-dev.txt").write_text("# nothing\n")
    (tmp_path / "manage.py").write_text("import sys; print('asked to', *sys.argv[1:])\n")
    return tmp_path


def start(clone: Path, before: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """`config/start.py run`, after `before` has changed the interpreter."""
    script = clone / "config" / "start.py"
    code = f"{before}\nimport runpy, sys\nsys.argv = ['', 'run']\nrunpy.run_path({str(script)!r}, run_name='__main__')"
    environment = {"PATH": os.environ["PATH"], "HOME": str(clone)} | variables
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_an_old_python_can_read_it(root: Path) -> None:
    ast.parse((root / "config" / "start.py").read_text(), feature_version=(3, 6))


def test_it_installs_then_serves_and_the_second_time_only_serves(clone: Path) -> None:
    first = start(clone)
    assert first.returncode == 0, first.stderr
    assert "Making the virtual environment" in first.stdout
    assert first.stdout.endswith("asked to serve\n")
    assert not (clone / ".venv" / ".installing").exists()
    assert start(clone).stdout == "asked to serve\n"


def test_a_changed_lock_is_installed(clone: Path) -> None:
    start(clone)
    (clone / "requirements.txt").write_text("# still nothing\n")
    done = start(clone)
    assert "Installing" in done.stdout
    assert "Making the virtual environment" not in done.stdout


def test_a_half_finished_run_is_redone(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / ".installing").touch()
    (clone / ".venv" / "bin" / "python").write_text("cut off in the midd")
    done = start(clone)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("asked to serve\n")


def test_an_environment_whose_python_is_gone_is_made_anew(clone: Path) -> None:
    start(clone)
    python = clone / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nonexistent/python3.11")
    assert start(clone).stdout.endswith("asked to serve\n")


def test_an_old_python_is_named_with_a_way_out(clone: Path) -> None:
    message = refusal(start(clone, OLD, PATH="/nonexistent"))
    assert message.startswith("Forewarned needs Python 3.11 or newer, and this is 3.8.")
    assert "PYTHON=python3.11" in message


def test_an_old_python_finds_a_new_one(clone: Path) -> None:
    folder = clone / "elsewhere"
    folder.mkdir()
    (folder / "python3.12").symlink_to(sys.executable)
    assert start(clone, OLD, PATH=str(folder)).stdout.endswith("asked to serve\n")


def test_a_python_without_venv_is_named_with_a_way_out(clone: Path) -> None:
    assert "apt install python3-venv" in refusal(start(clone, NO_VENV))
    assert not (clone / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_named_with_a_way_out(clone: Path) -> None:
    (clone / ".venv").symlink_to("/proc/forewarned")  # not even root makes a folder there
    message = refusal(start(clone))
    assert message.startswith("Cannot write in ")
    assert "clone the repository into a folder of your own" in message


def test_packages_that_cannot_be_had_are_a_sentence_too(clone: Path) -> None:
    hashed = "nosuchpackage==1 --hash=sha256:" + "0" * 64
    (clone / "requirements.txt").write_text(hashed + "\n")
    message = refusal(start(clone, PIP_NO_INDEX="1"))
    assert "The packages could not be installed" in message
    assert (clone / ".venv" / ".installing").exists()


def test_make_without_a_python_says_so(clone: Path) -> None:
    done = subprocess.run(
        ["make", "run", "PYTHON=nosuchpython"], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "No nosuchpython here. Install Python 3.11 or newer" in done.stderr


def test_the_locks_name_no_place(root: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (root / name).read_text()
        assert "--hash=sha256:" in lock
        assert not any(sign in lock for sign in ("://", "--index", "--find-links", " @ "))


def test_the_development_lock_holds_the_other_at_the_same_versions(root: Path) -> None:
    def pins(name: str) -> set[str]:
        return {line for line in (root / name).read_text().splitlines() if "==" in line}

    assert pins("requirements.txt") < pins("requirements-dev.txt")
