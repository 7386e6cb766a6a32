"""The words of a footnote → what it says itself, and each source that it cites, its address freed of junk."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from identifiers.addresses import without_trackers

_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{0,500})\]\(\s*<?(https?://[^\s)>]+)>?\s*\)")
# A link into which its maker took the words that follow the address: [label](https://…; An Author. “A title,” …)
_SWALLOWED = re.compile(r"\[([^\[\]]{0,500})\]\(\s*<?(https?://[^\s;)>]+>?;[^()\n]{0,1000})\)")
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>\n]{0,200})?(?:>|=(?=\s|$))", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\S)([^*]{1,500})(?<=\S)\*{1,3}(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|-])")
_URL = re.compile(r"<?\b(https?://[^\s<>\[\]]+|www\.[\w-]+\.[^\s<>\[\]]+)>?")
# An address that was parted at a line's end, after a mark at which lines are broken.
_PARTED = re.compile(r"(https?://[^\s<>]*[/_=&-])\s(?=[\w%-]+[/_=&%-][^\s<>]*|[\w-]+\.(?:html?|pdf|aspx?|php)\b)")
# What may stand between two sources, and the quotation marks inside which it parts nothing.
_MARKS = re.compile(r"[“”«»]|[;؛]\s+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d{2}\b")
_SYMBOLS = re.compile(
    r"\b(?:[AES]|CERD|CAT|CCPR|CEDAW|CRC|CED|HRI|ICC|ST)/[A-Z0-9][\w./()-]{0,90}\d\b"  # the United Nations
    r"|\b[A-Z]{3} \d{2}/\d{3,5}/\d{4}\b"  # Amnesty International's index
    r"|\b[A-Z]{2,}\(\d{4}\)\d+\b"  # the Council of Europe
    r"|\b[A-Z]-\d{6}/\d{4}\b|\b\d{4}/\d{4}\([A-Z]{3}\)"  # the European Parliament
    r"|\bNo\.?:?\s+(\d{3,6}/\d{2})\b"  # applications to a court
)
_SIGNAL = re.compile(
    r"(?:see(?: also| generally| for example|, e\.g\.)?|cf\.|voir(?: aussi)?|véase(?: también)?|ver(?: también|"
    r" também)?"
    r"|siehe(?: auch)?|vgl\.|см\.(?: также)?|bkz\.|bax|տես(?: նաև)?|انظر(?: أيضا)?)[\s,:]+(?=\S)",
    re.IGNORECASE,
)
_FOOTAGE = re.compile(
    r"\b(?:video|footage|recording|photo(?:graph)?s?|images?|vidéos?|vídeos?|imágenes|imagens|bilder|видео\w*|"
    r"фото\w*|görüntü\w*)\b|տեսանյութ|փիդեո|فيديو|صور",
    re.IGNORECASE,
)
_KILLING = re.compile(
    r"execut|behead|corpse|\bbod(?:y|ies)\b|mutilat|desecrat|kill|tortur|murder|massacre|exécut|cadavre|"
    r"ejecuci|ejecut|asesin"
    r"|execuç|assassin|hinricht|leiche|казн|убийств|расстрел|infaz|cinayət|öldür|öldürül|edam|սպան|մահապատ|"
    r"إعدام|قتل|جثث",
    re.IGNORECASE,
)
_CHANNELS = re.compile(r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|liveleak\.com|bestgore\.\w+)/", re.IGNORECASE)
_FILMS = re.compile(
    r"//(?:[\w-]+\.)?(?:youtube\.com|youtu\.be|vimeo\.com|tiktok\.com|rutube\.ru|dailymotion\.com|"
    r"bitchute\.com|rumble\.com|video\.[\w.-]+"
    r"|facebook\.com/(?:watch|reel|[^/]+/videos)|vk\.com/video)|\.(?:mp4|mov|avi|webm|mkv)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|„[^“”]*[“”]")
_JUNK = ".,;:”\"'’*_»"
_LONGEST = {"url": 2000, "symbol": 100}


@dataclass(frozen=True)
class Source:
    """What a note cites. `sensitive` as a precaution, where it seems to lead to footage of killings or of bodies."""

    text: str
    url: str = ""
    symbol: str = ""
    sensitive: bool = False


def plain(text: str) -> str:
    """`text` without Markdown, on one line, each address in pointed brackets behind its words."""
    text = _PARTED.sub(r"\1", " ".join(text.split()))
    text = _SWALLOWED.sub(_put_back, text)
    text = _MARKDOWN_LINK.sub(_beside, text)
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\1", text))
    return " ".join(_TAG.sub(" ", text).split())


def read(text: str) -> tuple[str, tuple[Source, ...]]:
    """What a note says itself, and its sources, part by part. A note that names no address, no symbol and no year
    says something itself; any other is what it cites."""
    text = plain(text)
    if not (_URL.search(text) or _SYMBOLS.search(text) or _YEAR.search(text)):
        return text, ()
    return "", tuple(_source(part) for part in _parts(text))


def _put_back(link: re.Match[str]) -> str:
    address, _, words = link[2].partition(";")
    if link[1].strip() == address.strip("<>"):
        return f"<{address.strip('<>')}>{';' if words.strip() else ''} {words}"
    return f"<{address.strip('<>')}>; {words.strip()} {link[1]}"


def _beside(link: re.Match[str]) -> str:
    same = unquote(link[1].strip("<> ")).rstrip("/") == unquote(link[2]).rstrip("/")
    return f"<{link[2]}>" if same else f"{link[1]} <{link[2]}>"


def _parts(text: str) -> list[str]:
    """The sources that a note names. A part with neither an address nor a year goes on with the one before."""
    parts: list[str] = []
    for part in filter(None, map(str.strip, _split(text))):
        if parts and not (_URL.search(part) or _YEAR.search(part) or _SYMBOLS.search(part) or _URL.search(parts[-1])):
            parts[-1] += f"; {part}"
        else:
            parts.append(part)
    return parts


def _split(text: str) -> list[str]:
    """`text` at its semicolons, but for those in quotation marks."""
    found, start, quoted = [], 0, False
    last = max(text.rfind("”"), text.rfind("»"))  # a quotation that is never closed parts as if there were none
    for mark in _MARKS.finditer(text):
        if mark[0] in "“”«»":
            quoted = mark[0] in "“«" and mark.end() <= last
        elif not quoted:
            found.append(text[start : mark.start()])
            start = mark.end()
    return [*found, text[start:]]


def _source(part: str) -> Source:
    """A source: its first address apart, the others left in its text."""
    address = _URL.search(part)
    url = _freed(address[1]) if address else ""
    if len(url) > _LONGEST["url"]:
        address, url = None, ""
    text = part.replace(address[0], " ", 1) if address else part
    text = re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split())).strip(" ,;")
    text = re.sub(r"([.,])[.,]+$", r"\1", text).rstrip(",")
    text = re.sub(r"\s*\(\s*\)|<\s*>", "", text).strip()
    symbol = _SYMBOLS.search(text)
    named = (symbol[1] or symbol[0])[: _LONGEST["symbol"]] if symbol else ""
    return Source(text or url, url, named, is_sensitive(text, url))


def _freed(address: str) -> str:
    """An address without what stands behind it in a sentence, and without trackers."""
    url = address.rstrip(_JUNK)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_JUNK)
    return without_trackers(url)


def is_sensitive(text: str, url: str) -> bool:
    """Whether a source seems to lead to footage of killings or to the bodies of victims.

    An article about footage is none: its title stands in quotation marks.
    """
    if _CHANNELS.match(url):
        return True
    if _FILMS.search(url):
        return bool(_KILLING.search(f"{text} {url}"))
    said = _QUOTED.sub(" ", text)
    return bool(_FOOTAGE.search(said) and _KILLING.search(said))


def without_signal(text: str) -> str:
    """A source without “see also” and its like before it."""
    return _SIGNAL.sub("", text, count=1) if _SIGNAL.match(text) else text
