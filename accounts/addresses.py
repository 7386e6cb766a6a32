"""Where a request comes from, as far as that can be known."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str | None:
    """The client's IP address, or None where what should be one is not.

    With TRUSTED_PROXIES = n it is the n-th from the right of X-Forwarded-For, because each proxy adds one there and
    whatever stands before them the client may have written itself. Without, it is who has connected.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        passed_on = request.headers.get("x-forwarded-for", "").split(",")
        if len(passed_on) >= settings.TRUSTED_PROXIES:
            found = passed_on[-settings.TRUSTED_PROXIES]
    try:
        return str(ip_address(found.strip()))
    except ValueError:
        return None


def network(address: str | None) -> str:
    """What one person can hold of the address space: an IPv4 address, the /64 of an IPv6 one."""
    if address is None:
        return ""
    parsed = ip_address(address)
    return str(IPv6Network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address


def is_this_machine(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself, and not through a proxy on it."""
    if {"x-forwarded-for", "forwarded", "x-real-ip"} & {name.lower() for name in request.headers}:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
