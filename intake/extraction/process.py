"""The side of the caller: a process of its own for what reads documents, with a limit on its time."""

import contextlib
import subprocess
import sys
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import IO, Any, Self

from intake.extraction import limits
from intake.extraction.pipe import receive, send
from intake.extraction.results import Dated, Derived, Extracted, Unreadable

_ROOT = Path(__file__).resolve().parent.parent.parent
_START = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from intake.extraction.child import main; main()"
# A process is not kept for ever: what a library leaks, or a bent file has left behind, goes with it.
_FILES_OF_ONE_PROCESS = 200


class Reader:
    """Reads documents one after the other in one process, which is started anew when it has broken down.

    For many files; `extract` and `derive` of the package use one for a single file. Not to be shared by threads.
    """

    def __init__(self, wall_seconds: float = limits.WALL_SECONDS) -> None:
        self.wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def extract(self, data: bytes, *, name: str = "", media_type: str = "") -> Extracted:
        """The document as Markdown. `name` and `media_type` help only where the bytes leave it open.

        Raises Unreadable.
        """
        return _extracted(self._ask("read", data, name=name, media_type=media_type)[0])

    def extract_pasted(self, text: str) -> Extracted:
        """Text or HTML that somebody has pasted, told apart by itself. Raises Unreadable."""
        return _extracted(self._ask("read_pasted", text.encode("utf-8", "replace"))[0])

    def derive(self, data: bytes, *, name: str = "", media_type: str = "") -> Derived:
        """The copy that may be made public. Raises Unreadable."""
        head, derived = self._ask("derive", data, name=name, media_type=media_type)
        return Derived(derived, head["media_type"])

    def close(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()
        self._process = None

    def _ask(self, task: str, data: bytes, **details: str) -> tuple[dict[str, Any], bytes]:
        if not data.strip():
            raise Unreadable("It is empty.")
        if len(data) > limits.LARGEST_FILE:
            size = len(data) / limits.MEGABYTE
            most = limits.LARGEST_FILE // limits.MEGABYTE
            raise Unreadable(f"It is too large: {size:.0f} MB, and at most {most} MB are read.")
        answer = self._exchange({"task": task, **details}, data)
        if answer[0].get("spent") or self._files >= _FILES_OF_ONE_PROCESS:
            self.close()
        if sentence := answer[0].get("unreadable"):
            raise Unreadable(sentence)
        return answer

    def _exchange(self, question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        stdin, stdout = self._streams()
        process = self._process
        assert process is not None  # noqa: S101  (for the type checker; _streams has just seen to it)
        late = Event()
        timer = Timer(self.wall_seconds, _end, (process, late))
        timer.start()
        answer = None
        try:
            with contextlib.suppress(BrokenPipeError):
                send(stdin, question, data)
                answer = receive(stdout)
        finally:
            timer.cancel()
            if answer is None:
                self.close()
        if answer is None:
            raise Unreadable(_why_it_ended(late.is_set(), process.returncode))
        return answer

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  (this Python, with words of this file)
                [sys.executable, "-I", "-c", _START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONDONTWRITEBYTECODE": "1"},
                cwd="/",
            )
            self._files = 0
        self._files += 1
        assert self._process.stdin is not None  # noqa: S101  (for the type checker)
        assert self._process.stdout is not None  # noqa: S101
        return self._process.stdin, self._process.stdout


def _end(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _extracted(head: dict[str, Any]) -> Extracted:
    dated = tuple(Dated(**date) for date in head.pop("dated"))
    return Extracted(dated=dated, pages=tuple(head.pop("pages")), warnings=tuple(head.pop("warnings")), **head)


def _why_it_ended(too_late: bool, returncode: int) -> str:
    if too_late or returncode == -24:  # SIGXCPU
        return "Reading it took longer than is allowed. Is it damaged, or can it be split?"
    return "It is damaged: the program that reads it broke down on it."
