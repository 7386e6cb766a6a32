"""Markdown, plain text and e-mail."""

import re
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

from making import web
from making.inline import runs
from making.source import Block, Source, plain

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def markdown(source: Source) -> bytes:
    parts = [*source.header.get("letterhead", [])]
    for block in source.blocks:
        mark = {"h1": "# ", "h2": "## ", "quote": "> ", "bulleted": "- "}.get(block.kind, "")
        parts.append((f"{block.number}. " if block.number else mark) + block.text.replace("\n", "  \n"))
        if block.kind == "table":
            first, *others = ["| " + " | ".join(row) + " |" for row in block.rows]
            parts[-1] = "\n".join([first, "|" + " --- |" * len(block.rows[0]), *others])
    parts += [f"[^{number}]: {text}" for number, text in source.notes.items()]
    return ("\n\n".join(parts) + "\n").encode(source.options.get("encoding", "utf-8"))


def _printed(text: str, marks: str) -> str:
    def shown(text: str, style: str) -> str:
        if style != "sup":
            return text
        return text.translate(_RAISED) if marks == "raised" else f"[{text}]"

    return "".join(shown(run.text, run.style) for run in runs(text))


def _text_blocks(source: Source) -> list[str]:
    marks, parts = source.options.get("marks", "brackets"), []
    width = int(source.options.get("wrap", "72"))

    def wrapped(text: str, first: str = "", others: str = "") -> str:
        lines = text.split("\n")
        filled = [
            textwrap.fill(line, width, initial_indent=first, subsequent_indent=others, break_long_words=False)
            for line in lines
        ]
        return "\n".join(filled)

    for block in source.blocks:
        text = _printed(block.text, marks)
        parts.append(_text_block(block, text, wrapped, source))
    notes = []
    for number, note in source.notes.items():
        shown = number.translate(_RAISED) if marks == "raised" else f"[{number}]"
        notes.append(wrapped(f"{shown} {plain(note)}"))
    return parts + notes


def _text_block(block: Block, text: str, wrapped: Callable[..., str], source: Source) -> str:
    if block.kind == "h1":
        return wrapped(text.upper() if source.options.get("shout") else text)
    if block.kind == "h2":
        return text + "\n" + "-" * len(text) if source.options.get("underlined") else text
    if block.kind == "numbered":
        return wrapped(text, f"{block.number}. ", "   ")
    if block.kind == "bulleted":
        return wrapped(text, "* ", "  ")
    if block.kind == "quote":
        return wrapped(text, "    ", "    ")
    if block.kind == "table":
        return "\n".join(" | ".join(_printed(cell, "brackets") for cell in row) for row in block.rows)
    return wrapped(text)


def text(source: Source) -> bytes:
    options = source.options
    parts = ["\n".join(source.header["letterhead"])] if "letterhead" in source.header else []
    parts += _text_blocks(source)
    whole = "\n\n".join(parts) + "\n"
    if options.get("paged"):
        whole = _paged(whole, source.one("head"))
    encoding = options.get("encoding", "utf-8")
    if options.get("crlf"):
        whole = whole.replace("\n", "\r\n")
    return whole.encode(encoding)


def _paged(whole: str, head: str) -> str:
    """Pages of 46 lines, each with its head and number, parted by form feeds."""
    lines = whole.splitlines()
    pages = [lines[at : at + 46] for at in range(0, len(lines), 46)]
    return "\f".join(f"{head}\n\n" + "\n".join(page) + f"\n\n- {at} -\n" for at, page in enumerate(pages, 1))


def mail(source: Source) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = source.one("from")
    message["To"] = source.one("to", "Subscribers <list@lists.example.org>")
    message["Subject"] = source.one("subject")
    if day := source.one("sent"):
        message["Date"] = day
    message["Message-ID"] = f"<{source.name}@lists.example.org>"
    footer = source.header.get("mail_footer", [])
    parts = [*source.header.get("letterhead", []), *_text_blocks(source)]
    body = "\n\n".join([*parts, *(["-- \n" + "\n".join(footer)] if footer else [])])
    body = re.sub(r"[ \t]+\n", lambda found: found[0] if found[0] == " \n" else "\n", body)
    encoding = source.options.get("encoding", "utf-8")
    message.set_content(body, charset=encoding, cte=source.options.get("cte", "quoted-printable"))
    if source.options.get("html"):
        message.add_alternative(web.fragment(source), subtype="html", cte="base64")
        message.set_boundary("=-part-of-the-newsletter")
    return message.as_bytes()
