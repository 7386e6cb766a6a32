"""What make calls: makes .venv, installs the locked packages, then hands over to them.

It runs before anything is installed, on whatever Python there is: standard library only, and no syntax that Python 3.6
cannot read, so that an old Python gets a sentence and not a SyntaxError.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
UNFINISHED = os.path.join(VENV, ".installing")  # there while an installation is under way
TASKS = {
    "run": ("requirements.txt", ["manage.py", "serve"]),
    "prepare": ("requirements.txt", ["manage.py", "serve", "--prepare"]),
    "test": ("requirements-dev.txt", ["-m", "tests.run"]),
}


class Refusal(Exception):
    """A sentence for the person at the terminal: what is wrong, and a way out."""


def main(arguments: "list[str]") -> None:
    if len(arguments) != 1 or arguments[0] not in TASKS:
        raise Refusal("Call it as: make run, make prepare or make test")
    use_new_python(arguments)
    lock, command = TASKS[arguments[0]]
    try:
        prepare(lock)
    except OSError as error:
        raise Refusal(
            "Cannot write in {} ({}). Make that folder writable for this user, or clone the repository into a folder "
            "of your own.".format(error.filename or ROOT, error.strerror)
        ) from None
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(VENV_PYTHON, [VENV_PYTHON] + command)


def use_new_python(arguments: "list[str]") -> None:
    """Go on in this process when its Python is new enough, else start anew with one that is."""
    if sys.version_info[:2] >= NEEDED:
        return
    for name in NEWER:
        other = shutil.which(name)
        if other and answers(other, "import sys, venv, ensurepip; assert sys.version_info[:2] >= (3, 11)"):
            os.execv(other, [other, os.path.abspath(__file__)] + arguments)
    raise Refusal(
        "Forewarned needs Python 3.11 or newer, and this is {}.{}. Install one (Debian, Ubuntu: sudo apt install "
        "python3.11 python3.11-venv; macOS: brew install python@3.13) and say: make {} PYTHON=python3.11".format(
            sys.version_info[0], sys.version_info[1], arguments[0]
        )
    )


def prepare(lock: str) -> None:
    """Bring .venv to what the lock file says. Nothing is written when it is there already."""
    if is_installed(lock):
        return
    turn = os.open(ROOT, os.O_RDONLY)  # the folder itself is the lock, so that none has to be written
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another make is installing here; waiting for it ...")
        fcntl.flock(turn, fcntl.LOCK_EX)
    if not is_installed(lock):  # the other may have done it
        works = answers(VENV_PYTHON, "import sys, pip; sys.exit(sys.version_info < (3, 11))")
        if not works or os.path.lexists(UNFINISHED):
            make_venv()
        install(lock)
    os.close(turn)


def is_installed(lock: str) -> bool:
    """The stamp of this lock is there, nothing is half-done, and the Python behind the environment still exists."""
    try:
        with open(stamp_of(lock)) as stamp:
            same = stamp.read() == fingerprint(lock)
    except OSError:
        return False
    return same and not os.path.lexists(UNFINISHED) and os.path.exists(VENV_PYTHON)


def stamp_of(lock: str) -> str:
    return os.path.join(VENV, ".installed-" + lock)


def fingerprint(lock: str) -> str:
    with open(os.path.join(ROOT, lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def answers(python: str, code: str) -> bool:
    """Whether this interpreter exists, works and finds the code true."""
    try:
        return subprocess.call([python, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Refusal(
            "This Python ({}) cannot make a virtual environment. Install what is missing (Debian, Ubuntu: sudo apt "
            "install python3-venv) and run it again, or name another Python: make run PYTHON=python3.12".format(
                sys.executable
            )
        ) from None
    say("Making the virtual environment .venv ...")
    os.makedirs(VENV, exist_ok=True)
    open(UNFINISHED, "w").close()  # finds out, too, whether this user may write here
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if made.returncode:
        raise Refusal(
            made.stdout.decode(errors="replace")
            + "\nThe virtual environment could not be made. Delete the folder {} and run it again.".format(VENV)
        )


def install(lock: str) -> None:
    """Have pip install the lock, each file checked against its hash. The stamp is written last."""
    open(UNFINISHED, "w").close()
    total = count(lock)
    say("Installing {} packages from {} (once; about half a minute) ...".format(total, lock))
    pip = [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "--no-input"]
    pip += ["--progress-bar", "off", "-r", os.path.join(ROOT, lock)]
    environment = dict(os.environ, PIP_USER="0", PYTHONUNBUFFERED="1")
    work = subprocess.Popen(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    log = []  # type: list[str]
    done = 0
    assert work.stdout
    for raw in work.stdout:
        line = raw.decode(errors="replace").rstrip()
        log.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            done += 1
            progress("  {:3d} of {}".format(min(done, total), total))
        elif line.startswith("Installing collected"):
            progress("  unpacking")
    end_progress()
    if work.wait():
        raise Refusal(
            "\n".join(log[-8:])
            + "\nThe packages could not be installed; pip's last words are above. Look at the network connection (and "
            "at PIP_INDEX_URL, if you use a mirror) and run it again: it starts this step anew."
        )
    finish(lock)


def count(lock: str) -> int:
    """How many packages the lock names, those for other systems left out as far as one can tell."""
    with open(os.path.join(ROOT, lock), encoding="utf-8") as file:
        return sum("==" in line and "win32" not in line for line in file)


def finish(lock: str) -> None:
    """Write the stamps. The development lock holds all of the other, at the same versions."""
    for name in ("requirements.txt", lock):
        with open(stamp_of(name), "w") as stamp:
            stamp.write(fingerprint(name))
    os.remove(UNFINISHED)


def progress(words: str) -> None:
    """On a terminal one line that changes; in a log one line in ten."""
    if sys.stdout.isatty():
        sys.stdout.write("\r" + words.ljust(40))
    elif words.split()[0].isdigit() and int(words.split()[0]) % 10:
        return
    else:
        sys.stdout.write(words + "\n")
    sys.stdout.flush()


def end_progress() -> None:
    if sys.stdout.isatty():
        sys.stdout.write("\r" + " " * 40 + "\r")
        sys.stdout.flush()


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run it again to go on.")
