"""Is what a credential is related to still what it names: each related resource, by the digest beside its address.

VCDM 2.0, Integrity of Related Resources (``relatedResource``): the version before, a file sealed for one reader, a
context. The digest is that of the bytes under the address, as multibase (a multihash of SHA-256) or as the integrity
metadata of web pages (SRI). Nothing is fetched here: whoever calls brings what is at hand.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any, Final

from orepass.credentials.rules.keys import base64url, multibase_digest
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, failed, not_checked, passed, undetermined
from orepass.kernel.digest import digest_bytes
from orepass.kernel.text import marked as _

RELATED: Final = "related"
COMPARED_MAX: Final = 20
"""Resources of one credential that are compared; each may have to be fetched."""

NOBODY_ASKED: Final = _("nobody was asked")
SHA256: Final = b"\x12\x20"
_BASE58: Final = re.compile(r"zQm[1-9A-HJ-NP-Za-km-z]{44}\Z")
_BASE64URL: Final = re.compile(r"uEi[A-D][A-Za-z0-9_-]{43}\Z")
_BLANKS: Final = re.compile(r"[\t\n\f\r ]+")
_BASE64: Final = "[A-Za-z0-9+/]"
_INTEGRITY: Final = {
    "sha512": re.compile(rf"sha512-{_BASE64}{{86}}==\Z"),
    "sha384": re.compile(rf"sha384-{_BASE64}{{64}}\Z"),
    "sha256": re.compile(rf"sha256-{_BASE64}{{43}}=\Z"),
}
"""Forms of integrity metadata, the strongest first: of several kinds only the strongest counts (SRI §3.3.3)."""

type Find = Callable[[str], Sequence[bytes] | str]
"""Return what is at hand of an address, or say why nothing is."""


class _Comparison(Enum):
    """What came of one resource."""

    AGREES = auto()
    DIFFERS = auto()
    UNKNOWN_FORM = auto()


def nobody(_url: str) -> str:
    """Have nothing at hand."""
    return NOBODY_ASKED


def check_related(credential: Document, find: Find) -> list[Check]:
    """Say whether each resource that a credential is related to is the one it names; nothing where it names none."""
    listed = _listed(credential)
    return [_compared_all(listed, find)] if listed else []


def related_addresses(credential: Document) -> list[str]:
    """Return the addresses of the related resources that are compared."""
    return [one["id"] for one in _listed(credential)[:COMPARED_MAX]]


def _listed(credential: Document) -> list[dict[str, Any]]:
    named = credential.get("relatedResource")
    every = named if isinstance(named, list) else [named]
    return [one for one in every if isinstance(one, dict) and isinstance(one.get("id"), str)]


def _compared_all(listed: Sequence[dict[str, Any]], find: Find) -> Check:
    unknown: str | None = None
    absent: tuple[str, str] | None = None
    count = 0
    for one in listed[:COMPARED_MAX]:
        found = find(one["id"])
        if isinstance(found, str):
            absent = absent or (one["id"], found)
            continue
        came = _compared(one, found)
        if came is _Comparison.DIFFERS:
            reason = _("The related resource at {url} is not the one that it names: its digest differs.")
            return failed(RELATED, reason, url=one["id"])
        if came is _Comparison.UNKNOWN_FORM and unknown is None:
            unknown = one["id"]
        count += came is _Comparison.AGREES
    return _told(len(listed), count, unknown, absent)


def _told(every: int, count: int, unknown: str | None, absent: tuple[str, str] | None) -> Check:
    if unknown is not None:
        reason = _("The digest of the related resource at {url} is of a form that is not known here.")
        return undetermined(RELATED, reason, required=False, url=unknown)
    if absent is not None:
        url, why = absent
        reason = _("{count} of {all} related resources were compared: that at {url} is not at hand ({reason}).")
        return not_checked(RELATED, reason, count=count, all=every, url=url, reason=why)
    if count < every:
        reason = _("{count} of {all} related resources were compared: it names more than anyone needs.")
        return not_checked(RELATED, reason, count=count, all=every)
    return passed(RELATED, _("Each of {count} related resources is the one that it names, by digest."), count=count)


def _compared(resource: dict[str, Any], bodies: Sequence[bytes]) -> _Comparison:
    """Compare a resource with all that is at hand of its address: one that agrees is enough."""
    expected = [form for form in (_multibase(resource), _integrity(resource)) if form is not None]
    if not expected:
        return _Comparison.UNKNOWN_FORM
    agrees = any(all(fits(body) for fits in expected) for body in bodies)
    return _Comparison.AGREES if agrees else _Comparison.DIFFERS


def _multibase(resource: dict[str, Any]) -> Callable[[bytes], bool] | None:
    text = resource.get("digestMultibase")
    if not isinstance(text, str):
        return None
    if _BASE58.match(text):
        return lambda body: multibase_digest(digest_bytes(body)) == text
    if _BASE64URL.match(text):
        return lambda body: f"u{base64url(SHA256 + hashlib.sha256(body).digest())}" == text
    return None


def _integrity(resource: dict[str, Any]) -> Callable[[bytes], bool] | None:
    text = resource.get("digestSRI")
    words = _BLANKS.split(text) if isinstance(text, str) else []
    for name, form in _INTEGRITY.items():
        known = [word for word in words if form.match(word)]
        if known:
            return lambda body, name=name, known=known: _written(name, body) in known  # type: ignore[misc]
    return None


def _written(name: str, body: bytes) -> str:
    return f"{name}-{base64.b64encode(hashlib.new(name, body).digest()).decode()}"
