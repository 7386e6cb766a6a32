"""E-mail (.eml) → Markdown: Subject, Date, From and To of the head, and the best of the bodies. RFC 5322, RFC 2045."""

import email.policy
import re
from datetime import datetime
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import BytesParser

from intake.extraction import plain, webpage
from intake.extraction.decoding import READERS, clean, decode
from intake.extraction.markdown import document, escaped
from intake.extraction.results import EML, Dated, Extracted, Unreadable

_POLICY = email.policy.default.clone(raise_on_defect=False)
_MOST_PARTS = 200
_MOST_NAMES = 50


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable."""
    message = BytesParser(EmailMessage, policy=_POLICY).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
    blocks, language, url = _body(message)
    head = [f"**{field}:** {names}" for field in ("From", "To", "Cc") if (names := _names(message, field))]
    subject = _header(message, "Subject")
    markdown, _ = document(["  \n".join(head), *blocks])
    return Extracted(
        markdown,
        EML,
        title=subject[:500],
        dated=tuple(_dates(message)),
        language=language,
        source_url=url,
        warnings=tuple(_attachments(message)),
        readers=READERS | webpage.READERS,
    )


def body_of(data: bytes) -> list[str]:
    """The text of a message without its head, which names who wrote it and to whom. Raises Unreadable."""
    return _body(BytesParser(EmailMessage, policy=_POLICY).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n")))[0]


def _body(message: EmailMessage) -> tuple[list[str], str, str]:
    """The blocks of the best body, the language and the address that it declares."""
    best = _best(message)
    if best is None:
        raise Unreadable("There is no text in the message; is it in an attachment? Please add that by itself.")
    content = best.get_payload(decode=True)
    text = decode(content if isinstance(content, bytes) else b"", best.get_content_charset("") or "")
    if best.get_content_type() == "text/html":
        root = webpage.tree_of(text)
        return webpage.blocks_of(root), "", ""
    flowed = best.get_param("format") == "flowed"
    return plain.blocks_of(_unflowed(clean(text)) if flowed else clean(text)), "", ""


def _best(message: EmailMessage) -> EmailMessage | None:
    """The HTML body where it says as much as the plain one, else the plain one."""
    bodies: dict[str, EmailMessage] = {}
    for count, each in enumerate(message.walk()):
        if count > _MOST_PARTS:
            break
        kind = each.get_content_type()
        if kind in ("text/html", "text/plain") and each.get_content_disposition() != "attachment":
            bodies.setdefault(kind, each)
    html, text = bodies.get("text/html"), bodies.get("text/plain")
    if html is None or text is None:
        return html if html is not None else text
    lengths = [len(each.get_payload(decode=True) or b"") for each in (html, text)]
    return html if lengths[0] > lengths[1] * 0.7 else text


def _unflowed(text: str) -> str:
    """Lines that end in a space go on on the next. RFC 3676."""
    return re.sub(r"(?<=\S) \n(?![>\n])", " ", text.replace("\n-- \n", "\n--\n"))


def _header(message: EmailMessage, field: str) -> str:
    try:
        return " ".join(clean(str(message.get(field, ""))).split())
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):  # what the parser raises on bent headers
        return ""


def _names(message: EmailMessage, field: str) -> str:
    """Who stands in a field: names, and addresses only where there is no name."""
    try:
        header = message.get(field)
        addresses = header.addresses if isinstance(header, AddressHeader) else ()
        names = [each.display_name or each.addr_spec for each in addresses[:_MOST_NAMES]]
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        return ""
    return escaped("; ".join(" ".join(clean(name).split()) for name in names if name))


def _dates(message: EmailMessage) -> list[Dated]:
    try:
        when = getattr(message.get("Date"), "datetime", None)
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        return []
    return [Dated(when.date().isoformat(), "Date")] if isinstance(when, datetime) and when.year > 1000 else []


def _attachments(message: EmailMessage) -> list[str]:
    names = []
    for count, each in enumerate(message.walk()):
        if count > _MOST_PARTS:
            break
        if not each.is_multipart() and (each.get_content_disposition() == "attachment" or each.get_filename()):
            names.append(" ".join(clean(each.get_filename() or each.get_content_type()).split())[:200])
    return [f"It has an attachment that was not read: {name}." for name in names[:20]]
