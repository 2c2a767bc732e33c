"""One name for what is written in several ways: tags by their look, GS1 keys in any form, URIs by their normal form.

Sources: RFC 3986, §6.2.2 (case and percent-encoding); GS1 EPC Tag Data Standard and GS1 Digital Link (an EPC URN and a
Digital Link of one key name one thing, whatever the domain of the link). Nothing that is told is changed. Digits under
`/01/` that are no GTIN are somebody's own number, and are a key of nothing.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from orepass.custody.rules.epcis.identifiers import check_digit_fits, is_gtin

_SGTIN: Final = re.compile(r"urn:epc:id:sgtin:(\d+)\.(\d)(\d*)\.([^?#]+)\Z")
_SSCC: Final = re.compile(r"urn:epc:id:sscc:(\d+)\.(\d)(\d*)\Z")
_LINK: Final = re.compile(
    r"https?://[^?#]*?/(?:01/(\d{8,14})(?:/(?:22|10)/[^/?#]+)*/21/([^/?#]+)|00/(\d{18}))(?=[?#]|\Z)"
)
KEY_MAX: Final = 200
"""What a column of the database holds of it."""

_LGTIN: Final = re.compile(r"urn:epc:class:lgtin:(\d+)\.(\d)(\d*)\.([^?#]+)\Z")
_ANY_SGTIN: Final = re.compile(r"urn:epc:idpat:sgtin:(\d+)\.(\d)(\d*)\.\*\Z")
_CLASS_LINK: Final = re.compile(r"https?://[^?#]*?/01/(\d{8,14})(?:/22/([^/?#]+))?(?:/10/([^/?#]+))?/?(?=[?#]|\Z)")
_OF_GS1: Final = re.compile(r"https?://id\.gs1\.org/01/")
"""The domain under which a Digital Link says no more than its URN does."""

_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212]")
_AUTHORITY: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(//[^/?#]*)?(.*)\Z", re.DOTALL)
_ENCODED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9\-._~]\Z")


def tag_key(tag: str) -> str:
    """Return what a tag number is told apart by: not by case, blanks, or a dash that looks like another."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", tag)).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf")


def bag_key(uri: str) -> str:
    """Return the GS1 key of one object (SGTIN, SSCC), however it is written; nothing where it is none."""
    if found := _SGTIN.match(uri):
        prefix, indicator, reference, serial = found.groups()
        return _key("01", indicator + prefix + reference, unquote(serial))
    if found := _SSCC.match(uri):
        prefix, extension, serial = found.groups()
        return _key("00", extension + prefix + serial, "")
    if found := _LINK.match(uri):
        gtin, serial, sscc = found.groups()
        if sscc:
            return _key("00", sscc[:-1], "") if check_digit_fits(sscc) else ""
        return _key("01", gtin.zfill(14)[:-1], unquote(serial)) if is_gtin(gtin) else ""
    return ""


def class_key(uri: str) -> str:
    """Return the GS1 key of a class (GTIN, variant, lot number), however it is written; nothing where it is none.

    A GTIN alone names what many make lots of: under a domain of somebody's own it is no key of one lot.
    """
    if found := _LGTIN.match(uri):
        prefix, indicator, reference, number = found.groups()
        return _key("01", indicator + prefix + reference, unquote(number))[:KEY_MAX]
    if found := _ANY_SGTIN.match(uri):
        prefix, indicator, reference = found.groups()
        return _key("01", indicator + prefix + reference, "")[:KEY_MAX]
    if "/01/" in uri and (found := _CLASS_LINK.match(uri)):
        gtin, variant, number = found.groups()
        if not is_gtin(gtin) or not (variant or number or _OF_GS1.match(uri)):
            return ""
        digits = gtin.zfill(14)[:-1] + (f"/{unquote(variant)}" if variant else "")
        return _key("01", digits, unquote(number or ""))[:KEY_MAX]
    return ""


def carried(uri: str, tag: str, *, instance: bool) -> str:
    """Return what a bag is told apart by besides its URI: the tag that is told, or else its GS1 key."""
    return (tag_key(tag) if tag else bag_key(uri) if instance else "")[:KEY_MAX]


def normal_form(uri: str) -> str:
    """Return a URI with scheme and host in small letters, and nothing percent-encoded that need not be."""
    found = _AUTHORITY.match(uri)
    if not found:
        return uri
    scheme, authority, rest = found[1], found[2] or "", found[3]
    return f"{scheme.lower()}:{authority.lower()}{_ENCODED.sub(_decoded, rest)}"


def _decoded(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if _UNRESERVED.match(sign) else found[0].upper()


def _key(kind: str, digits: str, serial: str) -> str:
    return f"gs1:{kind}:{digits}:{serial}"
