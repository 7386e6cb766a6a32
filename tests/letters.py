"""Small files of word processors for tests, written by hand: what is in them is what a test is about."""

import io
import zipfile

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MIMETYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("meta", "meta"), ("fo", "xsl-fo-compatible"),
    ]
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def packed(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file. Other parts are named by their file: `footnotes`, `numbering`, `styles`, `rels`, `core`."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_WORD} {_RELATIONS}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        if name == "rels":
            files["word/_rels/document.xml.rels"] = f"<Relationships>{content}</Relationships>"
        elif name == "core":
            dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            files["docProps/core.xml"] = f"<cp {dublin}>{content}</cp>"
        else:
            files[f"word/{name}.xml"] = f"<w:{name} {_WORD}>{content}</w:{name}>"
    return packed(files)


def p(text: str, properties: str = "") -> str:
    """A paragraph of Word; `text` may hold runs of its own."""
    inner = text if text.startswith("<w:") else r(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(body: str, styles: str = "", meta: str = "") -> bytes:
    return packed(
        {
            "mimetype": _MIMETYPE,
            "content.xml": f"<office:document-content {_NAMES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {_NAMES}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )
