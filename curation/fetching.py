"""Asking a foreign server whether an address answers: politely, briefly, and never one of our own network.

The standard library is enough: names are resolved here, once, and the connection goes to the address that was looked
at, so that no name can lead inside between the look and the call. Each redirection is looked at anew.
"""

import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

SECONDS = 20  # for one request, whatever the server does
_REDIRECTIONS = 5
_LARGEST = 64 * 1024  # bytes of an answer that are read
_NO_HEAD = {400, 403, 404, 405, 406, 500, 501, 503}  # servers that know no HEAD say one of these
_MOVED = {301, 302, 303, 307, 308}
_NAT64 = ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._?[]"


class RefusedError(Exception):
    """An address that is not asked; its text says why, for a person."""


@dataclass(frozen=True)
class Answer:
    """What came of it: the HTTP status, or the reason why there is none. `body` is at most 64 KB."""

    status: int | None
    problem: str = ""
    body: bytes = b""


def ask(url: str, with_body: bool = False) -> Answer:
    """Whether `url` answers: HEAD, then GET where HEAD is not liked; redirections followed. Raises RefusedError."""
    answer = _follow(url, "GET" if with_body else "HEAD")
    if not with_body and answer.status in _NO_HEAD:
        answer = _follow(url, "GET")
    return answer


def user_agent() -> str:
    return f"Forewarned link check (+{settings.SITE_URL})"


def _follow(url: str, method: str) -> Answer:
    for _ in range(_REDIRECTIONS + 1):
        answer, location = _request(url, method)
        if answer.status not in _MOVED or not location:
            return answer
        url = urljoin(url, location)
    return Answer(None, f"More than {_REDIRECTIONS} redirections.")


def _request(url: str, method: str) -> tuple[Answer, str]:
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedError("It is no web address.") from error
    if scheme not in _PORTS or not host:
        raise RefusedError("It is no http or https address.")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    try:
        addresses = _resolved(host, port or _PORTS[scheme])
        return _exchange(scheme, host, port or _PORTS[scheme], addresses[0], method, target)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        return Answer(None, _reason(error)), ""


def _resolved(host: str, port: int) -> list[str]:
    """The addresses of `host`. Raises RefusedError where one of them is inside, OSError where there is none."""
    name = host.encode("idna").decode() if not host.isascii() else host
    found = [str(info[4][0]) for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    for text in found:
        if not _is_outside(ip_address(text.partition("%")[0])):
            raise RefusedError("It leads into a private network.")
    return found


def _is_outside(address: IPv4Address | IPv6Address) -> bool:
    if settings.LINK_CHECKS_REACH_LOOPBACK and address.is_loopback:
        return True
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return _is_outside(inner)
    return address.is_global and not address.is_multicast


def _exchange(scheme: str, host: str, port: int, address: str, method: str, target: str) -> tuple[Answer, str]:
    sock = socket.create_connection((address, port), timeout=SECONDS / 2)
    end = threading.Timer(SECONDS, _cut, [sock])  # a timeout alone begins anew with each byte
    end.daemon = True
    end.start()
    try:
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS / 2)
        connection.sock = sock
        own = f"[{host}]" if ":" in host else host.encode("idna").decode() if not host.isascii() else host
        headers = {"User-Agent": user_agent(), "Accept": "*/*", "Connection": "close"}
        headers["Host"] = own if port == _PORTS[scheme] else f"{own}:{port}"
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        location = response.getheader("Location", "") or ""
        body = response.read(_LARGEST) if method == "GET" else b""
        return Answer(response.status, "" if response.status < 400 else response.reason[:100], body), location
    finally:
        end.cancel()
        sock.close()


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        sock.close()


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "The host’s name is not known."
    if isinstance(error, TimeoutError):
        return "No answer in time."
    if isinstance(error, ssl.SSLCertVerificationError):
        return "Its certificate is not valid."
    return f"No answer: {getattr(error, 'strerror', None) or type(error).__name__}."[:200]
