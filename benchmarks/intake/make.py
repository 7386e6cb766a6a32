"""Makes the documents of this folder and the truth beside each, from sources/.

    .venv/bin/python benchmarks/intake/make.py [NAME ...]

A document that is there is made anew only if it is named, as its bytes differ each time (dates within the file).
Needs reportlab, python-docx and odfpy, and Chromium for one kind; what it makes is committed, so nobody else does.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from making import office, paper, texts, web
from making.source import Source, read
from making.truth import truth

HERE = Path(__file__).resolve().parent
HALVES = ("tuned", "held_out")
WRITERS: dict[str, Callable[[Source], bytes]] = {
    "pdf": paper.pdf,
    "html": web.page,
    "docx": office.word,
    "odt": office.writer,
    "rtf": office.rich,
    "md": texts.markdown,
    "txt": texts.text,
    "eml": texts.mail,
}


def made(source: Source) -> bytes:
    if source.format == "pdf" and "browser" in source.options:
        plain = f'<html lang="{source.language}" dir="{"rtl" if source.language == "ar" else "ltr"}"><body>'
        plain += "".join(f"<p>{line}</p>" for line in source.header.get("letterhead", []))
        return paper.printed(source, plain + web.content(source) + "</body></html>")
    return WRITERS[source.format](source)


def main(names: list[str]) -> None:
    for half in HALVES:
        for path in sorted((HERE / "sources" / half).glob("*.txt")):
            source = read(path)
            target = HERE / half / f"{source.name}.{source.format}"
            if path.stem in names or not target.exists():
                target.write_bytes(made(source))
            text = json.dumps(truth(source), ensure_ascii=False, indent=1) + "\n"
            target.with_name(f"{source.name}.truth.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
