"""Files that somebody has bent: the answer is a text or a sentence, in time and within the limits, and nothing is left.

THOROUGH=1 tries ten times as many.
"""

import contextlib
import io
import os
import random
import string
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.extraction import Extracted, Reader, Unreadable, derive, extract, extract_pasted, limits
from tests.letters import docx, odt, p, packed, r
from tests.paper import Paper

TIMES = 10 if os.environ.get("THOROUGH") == "1" else 1
MUTATIONS_EACH = 660 * TIMES  # of eight kinds of files: more than 5,000


def letter() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "A warning", "office@example.org", "Mon, 07 Nov 2022 10:00:00 +0000"
    mail.set_content("Words of the message.\n\n> quoted\n")
    mail.add_alternative("<p>Words of the <b>message</b>.</p>", subtype="html")
    return mail.as_bytes()


NOTED = f'{r("Burnt.")}<w:r><w:footnoteReference w:id="2"/></w:r>'
SEEDS: dict[str, bytes] = {
    "pdf": Paper().lines(["A warning"], 18).lines(["Words.^1^", "• an item"]).foot(["^1^ A note."]).bytes(),
    "html": (
        b"<!doctype html><html lang=en><head><title>x</title><style>.a{display:none}</style></head><body><h1>A</h1>"
        b"<p class=a>b<ul><li>c<ol><li>d</ol></ul><table><tr><th>e<th>f<tr><td>g<td>h</table>"
        b"<p>i<sup><a href=#n>1</a></sup>"
        b"<p id=n>1. <a href='https://example.org/?a=b'>note</a></body></html>"
    ),
    "docx": docx(
        p(NOTED) + p("An item", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')
        + f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>",
        footnotes=f'<w:footnote w:id="2">{p("A note.")}</w:footnote>',
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>',
        styles='<w:style w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="b"/></w:style>',
    ),
    "odt": odt(
        '<text:h text:outline-level="1">A</text:h><text:list text:style-name="L1"><text:list-item><text:p>b</text:p>'
        "</text:list-item></text:list><text:p>c<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>d</text:p></text:note-body></text:note></text:p>",
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
        'style:num-format="1"/></text:list-style>',
    ),
    "rtf": rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}{\stylesheet{\s1 heading 1;}}\pard\s1 A\par\pard b"
    rb"{\footnote\pard {\i c}.}\u1055?\'e0{\field{\*\fldinst HYPERLINK \"https://a.b\"}{\fldrslt d}}"
    rb"\par\trowd\intbl e\cell f\cell\row{\listtext 1.\tab}g\par}",
    "eml": letter(),
    "txt": "A WARNING\n\nWords of a paragraph that is some-\nwhat long.¹\n\n\f¹ A note. https://example.org/a\n".encode(),
    "md": b"---\ntitle: a\n---\n\n# A\n\n1. *b* [c](https://a.b)\n\n| d | e |\n| --- | --- |\n\n> f[^1]\n\n[^1]: g\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(wall_seconds=20) as reader:
        yield reader


def outcome(reader: Reader, data: bytes, name: str = "") -> str:
    """The text that was read, or the sentence why it was not; what else may happen is a failure."""
    try:
        extracted = reader.extract(data, name=name)
    except Unreadable as error:
        sentence = str(error)
        assert sentence[0].isupper()
        assert sentence.endswith((".", "?"))
        return sentence
    check(extracted)
    return extracted.text


def check(extracted: Extracted) -> None:
    text = extracted.text
    assert text.strip()
    assert len(text) <= limits.LONGEST_TEXT
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter != "\n")
    assert list(extracted.pages) == sorted(extracted.pages)
    assert all(0 <= place <= len(text) for place in extracted.pages)


def bent(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changes of the kind that damage and malice make."""
    bytes_ = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not bytes_:
            break
        at, length = chance.randrange(len(bytes_)), chance.choice((1, 2, 4, 16, 64, 300))
        match chance.randrange(7):
            case 0:
                bytes_[at] ^= 1 << chance.randrange(8)
            case 1:
                bytes_[at : at + length] = b""
            case 2:
                bytes_[at:at] = bytes_[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                bytes_[at:at] = chance.randbytes(length)
            case 4:
                other = chance.choice(list(SEEDS.values()))
                start = chance.randrange(len(other))
                bytes_[at : at + length] = other[start : start + length]
            case 5:
                bytes_[at : at + 1] = chance.choice((b"\xff", b"\0", b"-1", b"99999999999", b"<", b"{", b"(", b"&#0;"))
            case _:
                del bytes_[at:]
    return bytes(bytes_)


def bent_inside(data: bytes, chance: random.Random) -> bytes:
    """A packed file of which one part is bent and the packing is sound, so that it comes through to the reader."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name != "mimetype"])
    return packed({**parts, name: bent(parts[name], chance)})


@pytest.mark.parametrize("kind", SEEDS)
def test_any_mutated_file_is_read_or_refused(reader, kind):
    chance = random.Random(f"{kind} 1")
    seen = set()
    for number in range(MUTATIONS_EACH):
        change: Callable[[bytes, random.Random], bytes] = bent
        if kind in ("docx", "odt") and number % 4:
            change = bent_inside
        seen.add(outcome(reader, change(SEEDS[kind], chance), f"a.{kind}"))
    assert len(seen) > 10  # the changes reach the reader


@settings(max_examples=150 * TIMES, deadline=None)
@given(st.one_of(st.text(), st.text("<>/ap =\"'&;#-!\n\t[]()*_`\\|1.hf:"), st.text(string.printable)))
def test_any_pasted_text_is_read_or_refused(text):
    with_reader(lambda reader: check(reader.extract_pasted(text)))


@settings(max_examples=150 * TIMES, deadline=None)
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\3\4", b"{\\rtf1", b"<html>", b"From: a\nTo: b\n\n"]),
)
def test_any_bytes_are_read_or_refused(data, start):
    with_reader(lambda reader: check(reader.extract(start + data)))


_shared: list[Reader] = []


def with_reader(use: Callable[[Reader], None]) -> None:
    """hypothesis calls a test many times, and a process for each would take minutes."""
    if not _shared:
        _shared.append(Reader(wall_seconds=20))
    with contextlib.suppress(Unreadable):
        use(_shared[0])


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    while _shared:
        _shared.pop().close()


MILLION = 1_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" + b"<div>" * 200_000 + b"words",
        b"<html><p>" + b"<b><i>" * 100_000 + b"words",
        b"<html><body>" + b"<ul><li>" * 50_000 + b"words",
        b"<html><body>" + b'<a href="#n">1</a>' * 20_000 + b"<p id=n>" + b"<a>x</a>" * 20_000,
        b"<html><body><table>" + b"<tr><td colspan=1000>x" * 20_000,
        b"<html><style>" + b"a" * MILLION + b"</style><p>words",
        b"<html><style>" + b"@a{" * 300_000 + b"</style><p>words",
        b'<html><script type="application/ld+json">' + b"[" * MILLION + b"</script><p>words",
        b"{\\rtf1" + b"{" * MILLION,
        b"{\\rtf1 words" + b"\\u-1?" * 100_000 + b"}",
        b"{\\rtf1 words\\bin2000000000 x}",
        b"words " + b"[" * MILLION,
        b"words " + b"(*_`<" * 200_000,
        b"words\n" + b"a-\n" * 100_000,
        b"words\n" + b"- a\n" * 100_000,
        b"words\n\n" + "¹ a\n\n".encode() * 50_000,
        b"words " + "¹".encode() * 300_000 + b"x",
        b"words\n\n" + b"share ,,,, " * 11 + b"!z",
        b"\f".join([b"words"] * 50_000),
        b"From: a@b.c\nTo: " + b"(" * 100_000 + b"\n\nwords",
        b"From: a@b.c\nSubject: =?utf-8?q?" + b"=?" * 50_000 + b"\n\nwords",
        b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
        b"x" * (limits.LARGEST_FILE + 1),
        packed({"word/document.xml": f"<w:a {'x' * 1000}='1'>" + "<b>" * 100_000}),
        packed({f"word/{number}": b"" for number in range(limits.MOST_MEMBERS + 1)}),
        docx("<w:sdt>" * 240 + p("Words.") + "</w:sdt>" * 240),
        docx(p(r("words")) * 60_000),
        docx("<w:p>" + r("w") * 200_000 + "</w:p>"),
    ],
    ids=[
        "divs",
        "inline",
        "lists",
        "marks",
        "cells",
        "style",
        "rules",
        "json",
        "braces",
        "units",
        "bin",
        "brackets",
        "signs",
        "hyphens",
        "bullets",
        "same notes",
        "superscripts",
        "share bar",
        "pages",
        "names",
        "subject",
        "parts",
        "large",
        "attributes",
        "members",
        "deep",
        "paragraphs",
        "runs",
    ],
)
def test_what_is_made_to_take_for_ever_ends_in_time(reader, data):
    assert outcome(reader, data)


def bomb_of_a_pdf() -> bytes:
    """Some hundred bytes that unpack to 700 MB."""
    packer = zlib.compressobj(1)
    block = b"BT /F1 12 Tf (a) Tj ET\n" * 50_000
    stream = zlib.compress(b"".join(packer.compress(block) for _ in range(600)) + packer.flush())
    head = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n"
        f"4 0 obj<</Length {len(stream)}/Filter[/FlateDecode/FlateDecode]>>stream\n"
    )
    return head.encode() + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_more_than_the_memory_is_refused_and_the_next_file_is_read():
    with Reader(wall_seconds=40) as reader:
        with pytest.raises(Unreadable):
            reader.extract(bomb_of_a_pdf())
        assert reader.extract(SEEDS["pdf"]).text.startswith("# A warning")


def test_a_reader_that_takes_too_long_is_ended_and_another_takes_its_place():
    with Reader(wall_seconds=0.01) as reader:
        with pytest.raises(Unreadable, match="longer than is allowed"):
            reader.extract(SEEDS["html"] + b"<p>x" * 200_000)
        reader.wall_seconds = 20
        assert reader.extract(SEEDS["md"]).media_type == "text/markdown"


def test_the_process_is_held_to_its_limits():
    """Asked of a process that has confined itself: no file, no socket, no more than its memory."""
    code = (
        "import socket, sys\nfrom intake.extraction import limits\nlimits.confine(3)\n"
        "def refused(act):\n    try:\n        act()\n    except (OSError, MemoryError):\n        return True\n"
        "sys.exit(not (refused(socket.socket) and refused(lambda: open('/etc/hostname')) "
        "and refused(lambda: open('/tmp/x', 'w')) and refused(lambda: bytearray(600_000_000))))"
    )
    root = Path(__file__).resolve().parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    for kind, data in SEEDS.items():
        extract(data, name=f"a.{kind}")
    assert not list(tmp_path.iterdir())


def test_one_document_needs_no_reader_of_its_own():
    assert extract(SEEDS["html"]).title == "x"
    assert extract_pasted("Words.").text == "Words.\n"


def test_what_is_made_public_holds_neither_names_nor_what_was_deleted_or_hidden():
    core = "<dc:creator>Secret Author</dc:creator><dc:title>Secret title</dc:title>"
    body = p(f'{r("Kept.")}<w:del w:author="Secret Editor">{r("Secret").replace("w:t", "w:delText")}</w:del>')
    word = derive(docx(body, core=core, comments=f'<w:comment w:author="Secret">{p("Secret")}</w:comment>'))
    assert (word.data, word.media_type) == (b"Kept.\n", "text/markdown")
    paper = Paper().lines(["Kept."])
    paper.canvas.setAuthor("Secret Author")
    assert derive(paper.bytes()).data == b"Kept.\n"
    page = (
        b'<html><head><meta name=author content="Secret"></head><body><!-- Secret --><p hidden>Secret</p><p>Kept.</p>'
    )
    assert derive(page).data == b"Kept.\n"
    assert b"office@example.org" not in derive(SEEDS["eml"]).data
