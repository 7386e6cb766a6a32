"""Web addresses: the form in which two spellings of the address of one page are equal."""

import hashlib
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

LENGTH = 200
# What senders of newsletters and posts append, and what no page depends on.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref_src)\Z")
# What tells a newsroom on which of its posts an address was followed.
_CAMPAIGN = re.compile(r"^(at_(custom\d+|campaign|medium|link_\w+)|ocid|cmpid|smid)\Z")
_DEFAULT_PAGES = re.compile(r"/(index|default)\.(html?|php|aspx?)\Z")


def address_key(url: str) -> str:
    """`url` without scheme, “www.”, port, default page, last slash, fragment and tracking; its query in order.

    Empty for what is no http or https address. One that is longer than 200 characters ends in a hash of all of it.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    path = _DEFAULT_PAGES.sub("", unquote(parts.path)).rstrip("/")
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k.lower()))
    key = f"{host}{path}" + (f"?{urlencode(query)}" if query else "")
    key = key.replace("\0", "").encode(errors="replace").decode()
    if len(key) <= LENGTH:
        return key
    return key[: LENGTH - 33] + "#" + hashlib.sha256(key.encode()).hexdigest()[:32]


def without_trackers(url: str) -> str:
    """`url` without the parts of its query by which its senders track who follows it; all else as it stands."""
    address, mark, rest = url.partition("?")
    query, hash_mark, fragment = rest.partition("#")
    if not mark:
        return url
    kept = [part for part in query.split("&") if not _tracks(part.partition("=")[0].lower())]
    return address + ("?" if kept else "") + "&".join(kept) + hash_mark + fragment


def _tracks(name: str) -> bool:
    return bool(_TRACKING.match(name) or _CAMPAIGN.match(name))
