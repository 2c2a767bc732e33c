"""Which addresses a witness or a log may be asked at: https, or plain http on this very machine."""

from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
ADDRESS_MAX: Final = 300


def may_be_asked(url: str) -> bool:
    """Say whether an address may be asked: no name and password in it, no question, no fragment."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = not (parts.username or parts.password or parts.query or parts.fragment or len(url) > ADDRESS_MAX)
    return plain and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
