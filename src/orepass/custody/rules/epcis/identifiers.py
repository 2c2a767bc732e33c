"""Identifiers in events: absolute URIs (RFC 3986), EPC URNs (GS1 EPC Tag Data Standard) and GS1 Digital Link keys.

Private URIs are welcome; but an EPC URN that breaks its own scheme, or a Digital Link whose check digit does not fit,
names nothing and is refused.
"""

import re
from typing import Final

from orepass.custody.rules.epcis import codes
from orepass.kernel.finding import Finding

_ABSOLUTE: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?://)?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#\[\]]|%[0-9A-Fa-f]{2})+\Z"
)
URI_MAX: Final = 1000
"""Characters in a URI; longer ones name nothing that a label or a database index could hold."""

_SERIAL: Final = r"(?:[A-Za-z0-9!\"%&'()*+,\-./:;<=>?_]|%[0-9A-F]{2})+"

_DIGITS_BY_SCHEME: Final = {
    "sgtin": 13,
    "sscc": 17,
    "sgln": 12,
    "pgln": 12,
    "grai": 12,
    "gsrn": 17,
    "gsrnp": 17,
    "gdti": 12,
    "sgcn": 12,
    "gsin": 16,
    "itip": 13,
    "lgtin": 13,
    "upui": 13,
}
"""Digits of company prefix and reference together, by EPC scheme; schemes not listed have no fixed length."""

_PREFIX_LENGTHS: Final = range(6, 13)
_EPC: Final = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(.+)\Z")
_DIGITAL_LINK: Final = re.compile(
    r"https?://[^?#]*?/(01|00|414|417|410|411|412|413|415|8017|8018)/(\d{8,18})(?=[/?#]|\Z)"
)
_KEY_LENGTHS: Final = {"01": (8, 12, 13, 14), "00": (18,), "8017": (18,), "8018": (18,)}
_LOCATION_LENGTH: Final = (13,)


def is_absolute(text: object) -> bool:
    """Say whether a value is an absolute URI (a prefixed name has the same shape)."""
    return isinstance(text, str) and len(text) <= URI_MAX and _ABSOLUTE.match(text) is not None


def key_finding(uri: str, where: str) -> Finding | None:
    """Return what is wrong with an EPC URN or a Digital Link; other URIs are free."""
    if uri.startswith("urn:epc:"):
        return None if _well_formed(uri) else codes.EPC.at(where, value=uri[:80])
    link = _DIGITAL_LINK.match(uri) if uri.startswith("http") else None
    if link and len(link[2]) in _KEY_LENGTHS.get(link[1], _LOCATION_LENGTH) and not check_digit_fits(link[2]):
        return codes.CHECK_DIGIT.at(where, value=uri[:120])
    return None


def check_digit_fits(key: str) -> bool:
    """Say whether the last digit of a GS1 key is its check digit (GS1 General Specifications, 7.9.1)."""
    body = [int(digit) for digit in reversed(key[:-1])]
    total = sum(digit * (3 if at % 2 == 0 else 1) for at, digit in enumerate(body))
    return (10 - total % 10) % 10 == int(key[-1])


def is_gtin(digits: str) -> bool:
    """Say whether digits are a GTIN: 8, 12, 13 or 14 of them, the last of which is the check digit of the others."""
    return len(digits) in _KEY_LENGTHS["01"] and check_digit_fits(digits)


def _well_formed(urn: str) -> bool:
    shape = _EPC.match(urn)
    if not shape:
        return False
    form, scheme, rest = shape.groups()
    digits = _DIGITS_BY_SCHEME.get(scheme)
    if digits is None or form == "idpat":
        return bool(rest.strip("."))
    prefix, _, tail = rest.partition(".")
    reference, _, serial = tail.partition(".")
    if not (prefix.isdigit() and len(prefix) in _PREFIX_LENGTHS):
        return False
    if reference and not reference.isdigit():
        return False
    return len(prefix) + len(reference) == digits and (not serial or re.match(_SERIAL + r"\Z", serial) is not None)
