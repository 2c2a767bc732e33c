"""Check a bundle by itself: the verifier's own checks, with nothing to ask but the bundle and the reader's anchors.

The page that checks bundles in a browser makes the same checks in the same words: one table of bundles asks both.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

import msgspec

from orepass.credentials.rules import did as dids
from orepass.credentials.rules import webvh
from orepass.credentials.rules.also_known import check_numbers
from orepass.credentials.rules.anchors import Anchors, TrustedIssuer
from orepass.credentials.rules.authority import AUTHORISED, CONTROLS, Resolution, check_signatures
from orepass.credentials.rules.bundle import Bundle, Held, Issuer
from orepass.credentials.rules.keys import multibase_digest, of_method
from orepass.credentials.rules.logged import check_entry
from orepass.credentials.rules.presented import Presented, read
from orepass.credentials.rules.proofs.linked_data import NOT_OF_BUNDLES
from orepass.credentials.rules.status import STATUS
from orepass.credentials.rules.strict_json import BadDocument, Document, parse_object
from orepass.credentials.rules.structure import instant
from orepass.credentials.rules.terms import TERMS
from orepass.credentials.rules.validity import check_dates, check_periods
from orepass.credentials.rules.verification import (
    IDENTITY,
    LOG,
    ONLY_ISSUER_KNOWS,
    UNDERLYING,
    VERSION,
    Fetched,
    Outside,
    SchemaFaults,
    Verification,
    verify_credential,
)
from orepass.credentials.rules.webvh_mirror import web_document
from orepass.kernel.check import Check, Result, failed, not_checked, passed, undetermined, verified
from orepass.kernel.digest import Digest
from orepass.kernel.text import marked as _
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.leaf import read_leaf
from orepass.transparency.rules.note import BadNote
from orepass.transparency.rules.policy import WITNESSES, parse_policy, witnessed
from orepass.transparency.rules.proof import read_inclusion

HERE: Final = _("the bundle")
ABSENT: Final = _("it is not in the bundle")
LEFT_OUT: Final = _("it was left out of the bundle as too large")
HISTORY: Final = _("its own history, in the bundle")
IN_TIME: Final = _("The document of {did} let this key make assertions until {day}, and the log took this up before.")
TOO_LATE: Final = _("The log took this up when {did} had been ended already, on {day}.")
NOT_IN_TIME: Final = _(
    "{did} was ended on {day}, and no log that is relied upon here shows that this was signed before."
)
CUT_SHORT: Final = _("its history lacks a version that is known here")
UNVOUCHED: Final = _(
    "The document of {did} came with the bundle, and none of the issuers relied upon here vouches for it."
)
OF_UNKNOWN_LENGTH: Final = _(
    "The history of {did} in the bundle holds, but nobody here knows whether it is whole: a later version may have "
    "taken the key away."
)
NAMELESS: Final = _("It names no issuer by an identifier, so that nobody vouches for who signed it.")
NOT_ASKED: Final = _(
    "Not asked of a bundle: who is behind the issuer, who admitted it, whether its scheme is recognised, and whether "
    "certificates cover its claims."
)
UNREAD_TERMS: Final = _(
    "Not asked of a bundle: whether its contexts give every term a meaning, for they are not in it. The credential "
    "itself is asked."
)
UNASKED: Final = (
    not_checked(TERMS, UNREAD_TERMS),
    not_checked(VERSION, ONLY_ISSUER_KNOWS),
    not_checked(IDENTITY, NOT_ASKED),
)
"""Checks that nothing in a bundle can answer."""


class Known(msgspec.Struct, frozen=True):
    """What is known of a DID, and why nobody but the bundle vouches for that; empty where somebody does."""

    resolution: Resolution
    doubt: str = ""
    ended: datetime | None = None
    """From when on it signs nothing any more."""


class Statement(msgspec.Struct, frozen=True):
    """What an issuer said of the thing that a credential tells of: who said it and for which time was looked at."""

    said: Document
    is_by_issuer: bool
    period: Check


class Link(msgspec.Struct, frozen=True):
    """A further credential that one rests on: its address, and its digest as multibase where it is named."""

    url: str
    digest: str | None = None

    def fits(self, digest: Digest) -> bool:
        """Say whether a credential of a digest is the one that was linked, as far as that was said."""
        return self.digest is None or self.digest == multibase_digest(digest)


Links = Callable[[Document], list[Link]]
"""Name the credentials that a credential rests on."""


class Tell(Protocol):
    """Makes checks of the statement in a bundle: of a text where it cannot be read, of nothing where there is none."""

    def __call__(self, credential: Document, statement: Statement | str | None, *, is_expected: bool) -> list[Check]:
        """Return the checks; a statement is expected of issuers that the reader relies upon."""


def verify_bundle(
    bundle: Bundle,
    *,
    anchors: Anchors,
    at: datetime,
    schema: SchemaFaults | None = None,
    links: Links | None = None,
    tell: Tell | None = None,
) -> Verification:
    """Check the first credential of a bundle, and those beneath it, as of an instant.

    Raises:
        BadDocument: the credential cannot be read at all.
    """
    desk = _Desk(bundle, anchors, at, schema)
    found = desk.about(bundle.credentials[0], links)
    told = desk.told(found.credential, bundle.statement, tell) if tell else []
    trusted = anchors.issuers.get(Presented(found.credential).issuer, TrustedIssuer())
    numbers = check_numbers(found.credential, trusted.numbers_ended)
    return msgspec.structs.replace(found, checks=[*found.checks, *told, *numbers, *UNASKED])


class _Desk:
    """One bundle being checked: every DID is looked at once."""

    def __init__(self, bundle: Bundle, anchors: Anchors, at: datetime, schema: SchemaFaults | None) -> None:
        self._anchors, self._at, self._schema = anchors, at, schema
        self._rest = bundle.credentials[1:]
        self._issuers = {issuer.did: issuer for issuer in bundle.issuers}
        self._files = {one.url: one.text for one in bundle.files}
        self._lists = {listing.url: listing.text for listing in bundle.status_lists}
        self._resolved: dict[str, Known] = {}

    def about(self, held: Held, links: Links | None) -> Verification:
        """Check one credential; what it rests on too, when it is said how that is named."""
        asked = Outside(
            resolver=lambda did: self._resolve(did).resolution,
            status_fetcher=self._listing,
            log=lambda presented: self._logged(presented, held.proof),
            schema=self._schema,
            related=self._at_hand,
            linked_data=NOT_OF_BUNDLES,
            underlying=(lambda credential, _at: [self._beneath(link) for link in links(credential)]) if links else None,
        )
        found = verify_credential(held.text, asked, at=self._at)
        found = msgspec.structs.replace(found, checks=[*found.checks, *self._witnessed(held.proof)])
        issuer = Presented(found.credential).issuer
        ended = self._resolve(issuer).ended if issuer else None
        if ended is not None:
            found = msgspec.structs.replace(found, checks=in_time(found.checks, issuer, ended, held.proof))
        doubt = self._resolve(issuer).doubt if issuer else NAMELESS
        if not doubt:
            return found
        return msgspec.structs.replace(found, checks=[_unvouched(one, doubt, issuer) for one in found.checks])

    def _at_hand(self, url: str) -> list[bytes] | str:
        """Return what the bundle holds under an address, byte by byte as it was issued."""
        found = [one.text for one in self._rest if _address(one) == url]
        found += filter(None, [self._files.get(url)])
        return [text.encode() for text in found] or (LEFT_OUT if url in self._files else ABSENT)

    def told(self, credential: Document, statement: str, tell: Tell) -> list[Check]:
        """Say what the issuer's statement tells; it is worth no more than what is known of who signed it."""
        issuer = Presented(credential).issuer
        checks = tell(credential, self._statement(statement, issuer), is_expected=issuer in self._anchors.issuers)
        doubt = self._resolve(issuer).doubt if issuer else NAMELESS
        return [_left_open(one, doubt, issuer) for one in checks] if doubt else checks

    def _statement(self, text: str, issuer: str) -> Statement | str | None:
        if not text:
            return None
        try:
            presented = read(text)
        except BadDocument as bad:
            return str(bad)
        signed = check_signatures(presented, lambda did: self._resolve(did).resolution, NOT_OF_BUNDLES)
        period = check_dates if presented.token is None else check_periods
        is_by_issuer = presented.issuer == issuer and verified(signed) is True
        return Statement(presented.credential, is_by_issuer, period(presented.credential, self._at))

    def _resolve(self, did: str) -> Known:
        if did not in self._resolved:
            try:
                self._resolved[did] = self._looked_up(did)
            except BadDocument as bad:
                self._resolved[did] = Known(Resolution(None, reason=str(bad)), UNVOUCHED)
        return self._resolved[did]

    def _looked_up(self, did: str) -> Known:
        if dids.method_of(did) == "key":
            return Known(Resolution(dids.expand_did_key(did), "did:key"))
        issuer, trusted = self._issuers.get(did), self._anchors.issuers.get(did, TrustedIssuer())
        if issuer is None:
            return Known(Resolution(None, reason=ABSENT), UNVOUCHED)
        known = self._of_issuer(did, issuer, trusted)
        return msgspec.structs.replace(known, ended=instant(trusted.ended)) if trusted.ended else known

    def _of_issuer(self, did: str, issuer: Issuer, trusted: TrustedIssuer) -> Known:
        if dids.method_of(did) == "webvh":
            return self._newest(did, issuer, trusted)
        if issuer.history and trusted.history:
            known = self._newest(trusted.history, issuer, trusted)
            found = known.resolution
            mirror = web_document(found.document) if found.document else None
            return Known(msgspec.structs.replace(found, document=mirror), known.doubt, known.ended)
        document = parse_object(issuer.document)
        doubt = "" if _are_known(document, trusted) else UNVOUCHED
        return Known(Resolution(dids.in_use(document, self._at), HERE), doubt)

    def _newest(self, did: str, issuer: Issuer, trusted: TrustedIssuer) -> Known:
        """Return the newest document of a history that proves itself, unless it was cut short.

        Of one that was ended, the document before its end: what it may confirm is asked of the log.

        It proves every version that is there, and cannot prove that none is missing at its end. Whoever knows no
        version of it relies upon it as far as its keys are known still, and no further.
        """
        versions = webvh.resolve(did, issuer.history, issuer.witnesses or None, at=self._at)
        last = versions[-1]
        ended = last.at if last.terms.deactivated else None
        newest = versions[-2] if ended and len(versions) > 1 else last
        found = Resolution(dids.in_use(newest.document, self._at), HISTORY)
        # An older history says nothing wrong where all its keys are known to be the issuer's still.
        if trusted.version in [version.id for version in versions] or _are_known(newest.document, trusted):
            return Known(found, ended=ended)
        cut_short = Known(Resolution(None, reason=CUT_SHORT))
        return cut_short if trusted.version else Known(found, OF_UNKNOWN_LENGTH, ended)

    def _listing(self, url: str) -> Fetched:
        return Fetched(self._lists[url], HERE) if url in self._lists else Fetched(None, reason=ABSENT)

    def _logged(self, presented: Presented, proof: str) -> Check:
        if not proof:
            if presented.issuer in self._anchors.issuers:
                return undetermined(LOG, _("Its issuer has a public log, and the bundle holds no proof of its entry."))
            return not_checked(LOG, _("The bundle holds no proof of an entry in a log."))
        try:
            read_proof = read_inclusion(proof)
        except BadNote as bad:
            return failed(LOG, _("The proof in the bundle cannot be read: {reason}"), reason=bad)
        trusted = self._anchors.logs.get(parse_checkpoint(read_proof.checkpoint).origin)
        if trusted is None:
            return check_entry(presented, read_proof, None)
        return check_entry(presented, read_proof, trusted.key, older=trusted.checkpoint)

    def _witnessed(self, proof: str) -> list[Check]:
        """Check who cosigned the checkpoint, where the reader relies upon witnesses."""
        if not self._anchors.policy:
            return []
        try:
            note = read_inclusion(proof).checkpoint
        except BadNote as bad:
            return [undetermined(WITNESSES, _("There is no checkpoint to be cosigned: {reason}"), reason=bad)]
        return [witnessed(note, parse_policy(self._anchors.policy))]

    def _beneath(self, link: Link) -> Check:
        held = next((one for one in self._rest if _address(one) == link.url), None)
        if held is None:
            reason = _("The certificate at {url} could not be fetched: {reason}.")
            return undetermined(UNDERLYING, reason, url=link.url, reason=ABSENT)
        if not link.fits(read(held.text).digest):
            return failed(UNDERLYING, _("The certificate at {url} is not the one that was linked."), url=link.url)
        return taken_over(self.about(held, None).checks, link.url)


def in_time(checks: Sequence[Check], did: str, ended: datetime, proof: str) -> list[Check]:
    """Let a DID that was ended confirm what the log took up before; no other date shows when something was signed."""
    day = ended.date().isoformat()
    found = next(one for one in checks if one.name == LOG)
    if found.result is not Result.PASSED:
        answer = undetermined(AUTHORISED, NOT_IN_TIME, did=did, day=day)
    else:
        leaf = read_leaf(read_inclusion(proof).leaf)
        assert leaf is not None, "the check of the log has read it"
        answer = _dated(did, day, is_before=leaf.at < ended)
    return [answer if one.name == AUTHORISED and one.result is Result.PASSED else one for one in checks]


def _dated(did: str, day: str, *, is_before: bool) -> Check:
    if is_before:
        return passed(AUTHORISED, IN_TIME, did=did, day=day)
    return failed(AUTHORISED, TOO_LATE, did=did, day=day)


def _are_known(document: Document, trusted: TrustedIssuer) -> bool:
    """Say whether every key that a document names, wherever a signature could find it, is known to be the issuer's.

    Where no key is known, none is read: one of a kind that cannot be read spoils nothing.

    Raises:
        BadDocument: one of them cannot be read.
    """
    if not trusted.keys:
        return False
    found = [document.get(name) for name in ("verificationMethod", "assertionMethod")]
    methods = [method for methods in found if isinstance(methods, list) for method in methods]
    keys = {of_method(method).multibase for method in methods if isinstance(method, dict)}
    return bool(keys) and keys <= trusted.keys


def _address(held: Held) -> str:
    try:
        return str(read(held.text).credential.get("id", ""))
    except BadDocument:
        return ""


def _unvouched(one: Check, doubt: str, did: str) -> Check:
    """Leave open who signed it, and its status list, where the only answer to that came with the bundle itself."""
    return _left_open(one, doubt, did) if one.name in {AUTHORISED, CONTROLS, STATUS} else one


def _left_open(one: Check, doubt: str, did: str) -> Check:
    return undetermined(one.name, doubt, did=did) if one.result is Result.PASSED else one


def taken_over(checks: Sequence[Check], url: str) -> Check:
    """Take over the answer of a certificate beneath, with the first reason against it."""
    for result, say in ((Result.FAILED, failed), (Result.UNDETERMINED, undetermined)):
        for one in checks:
            if one.result is result and one.required:
                return say(UNDERLYING, _("The certificate at {url}: {reason}"), url=url, reason=one.reason)
    return passed(UNDERLYING, _("The certificate at {url} holds."), url=url)
