"""The process that reads: documents come in by a pipe, what was read goes out by another.

It knows nothing of Django and holds itself to the limits of limits.py before it looks at the first byte.
"""

import codecs
import heapq  # noqa: F401  (collections.Counter imports it when it needs it, and then nothing can be opened)
import os
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from intake.extraction import limits
from intake.extraction.pipe import receive, send
from intake.extraction.reading import derive, read, read_pasted
from intake.extraction.results import Derived, Unreadable

OUT_OF_MEMORY = "It needs more memory to be read than is allowed. Is it damaged, or can it be split?"
# What text may be encoded in; each is a module that must be there before nothing can be opened any more.
ENCODINGS = (
    *(f"cp{number}" for number in (437, 850, 852, 855, 866, 874, 932, 936, 949, 950, *range(1250, 1259))),
    *(f"iso8859-{number}" for number in (*range(1, 12), 13, 14, 15, 16)),
    *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5", "euc-jp", "euc-kr", "shift-jis"),
    *("utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "idna"),
)


def main() -> None:
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    # What a library prints must not mix with the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits.confine(answers.fileno() + 1)
    with os.fdopen(0, "rb", closefd=False) as questions:
        while asked := receive(questions):
            limits.allow_cpu(limits.CPU_SECONDS)
            send(answers, *_answer(*asked))


def _answer(question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        result = _TASKS[question.pop("task")](data, **question)
    except Unreadable as error:
        return {"unreadable": str(error)}, b""
    except MemoryError:
        return {"unreadable": OUT_OF_MEMORY, "spent": True}, b""
    except Exception as error:  # noqa: BLE001  (whatever a library raises on bytes that somebody has bent)
        return {"unreadable": f"It is damaged: its contents cannot be read ({type(error).__name__})."}, b""
    if isinstance(result, Derived):
        return {"media_type": result.media_type}, result.data
    return asdict(result), b""


_TASKS: dict[str, Callable[..., Any]] = {"read": read, "read_pasted": read_pasted, "derive": derive}
