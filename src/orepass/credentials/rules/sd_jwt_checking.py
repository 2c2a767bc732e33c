"""Selective disclosure, checked: every check of a credential, the disclosures, and the holder's key (RFC 9901 §7.3)."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from orepass.credentials.rules import jose
from orepass.credentials.rules.authority import Resolver, check_signatures
from orepass.credentials.rules.keys import from_jwk
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.related import Find, check_related, nobody
from orepass.credentials.rules.sd_jwt import Disclosed, SdJwt, algorithm_of, digest_of, disclose, parse_sd_jwt
from orepass.credentials.rules.sd_jwt_issuing import KEY_BINDING
from orepass.credentials.rules.status import NOT_UNDERSTOOD, StatusFetcher, check_status
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.validity import SKEW, check_periods, numeric_date
from orepass.credentials.rules.verification import SCHEMA, Verification
from orepass.kernel.check import Check, Result, failed, not_checked, passed, undetermined
from orepass.kernel.text import marked as _

DISCLOSURES, BINDING = "disclosures", "key_binding"
TYPES: Final = frozenset({"vc+sd-jwt", "application/vc+sd-jwt", "dc+sd-jwt", "sd-jwt", "example+sd-jwt", ""})
MINUTES: Final = 10


class Expected(msgspec.Struct, frozen=True):
    """What a reader asked the holder to sign: for whom, on which occasion, and how long ago at most."""

    audience: str
    nonce: str
    age: timedelta = timedelta(minutes=MINUTES)


class Asked(msgspec.Struct, frozen=True):
    """What may be asked of others, and what the reader expects of the holder; without it, none is demanded."""

    resolver: Resolver
    status_fetcher: StatusFetcher
    expected: Expected | None = None
    related: Find = nobody


def verify_sd_jwt(text: str, asked: Asked, *, at: datetime) -> Verification:
    """Check a token with disclosures, and the holder's signature where there is one or one is expected.

    Raises:
        BadDocument: it cannot be read at all.
    """
    found = parse_sd_jwt(text)
    disclosed, answer = _disclosed(found)
    claims = _as_credential(disclosed.claims)
    presented = Presented(claims, found.token)
    checks = [
        *check_signatures(presented, asked.resolver),
        answer,
        check_periods(claims, at),
        _status(presented, asked, at),
        _kind(found),
        _binding(found, disclosed, asked.expected, at),
        *check_related(claims, asked.related),
    ]
    return Verification(checks, disclosed.claims)


def _disclosed(found: SdJwt) -> tuple[Disclosed, Check]:
    try:
        disclosed = disclose(found)
    except BadDocument as bad:
        reason = _("What is shown does not belong to what was signed: {reason}")
        return Disclosed(found.token.payload, {}), failed(DISCLOSURES, reason, reason=bad)
    reason = _("{count} hidden parts are shown, each as it was signed.")
    return disclosed, passed(DISCLOSURES, reason, count=len(disclosed.places))


def _as_credential(claims: Document) -> Document:
    """Let ``iss`` stand for the issuer of a token that is no W3C credential."""
    return claims if "issuer" in claims or "iss" not in claims else {**claims, "issuer": claims["iss"]}


def _status(presented: Presented, asked: Asked, at: datetime) -> Check:
    """Check the status; one named as tokens name it, in "status", is of a kind that is not understood."""
    found = check_status(presented, fetch=asked.status_fetcher, resolver=asked.resolver, at=at)
    elsewhere = isinstance(presented.credential.get("status"), dict)
    return NOT_UNDERSTOOD if elsewhere and found.result is not Result.FAILED else found


def _kind(found: SdJwt) -> Check:
    kind = str(found.token.header.get("typ", ""))
    if kind not in TYPES:
        return failed(SCHEMA, _("The token was signed for another purpose: {kind}."), kind=kind[:40])
    payload = found.token.payload
    issuer = payload.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if "iss" in payload and "issuer" in payload and payload["iss"] != named:
        return failed(SCHEMA, _("The token contradicts the credential in it: {names}."), names="iss")
    return not_checked(SCHEMA, _("A schema speaks of a whole document; here parts of it may be kept back."))


def _binding(found: SdJwt, disclosed: Disclosed, expected: Expected | None, at: datetime) -> Check:
    if not found.key_binding:
        if expected is not None:
            return failed(BINDING, _("The holder has signed nothing, though it was asked to."))
        return not_checked(BINDING, _("Whoever hands it over was not asked to show the holder's key."))
    said = _signed_by_holder(found, disclosed)
    if isinstance(said, str):
        return failed(BINDING, said)
    if expected is None:
        reason = _("The holder's key signed this selection; for whom and on which occasion was not asked.")
        return undetermined(BINDING, reason, required=False)
    return _occasion(said, expected, at)


def _signed_by_holder(found: SdJwt, disclosed: Disclosed) -> Document | str:
    """Return what the holder signed about this very selection, or what is wrong with it."""
    confirmation = disclosed.claims.get("cnf")
    try:
        key = from_jwk(confirmation.get("jwk") if isinstance(confirmation, dict) else None)
        token = jose.parse_token(found.key_binding)
        shown = digest_of(found.presented, algorithm_of(found.token.payload))
    except BadDocument:
        return _("The holder's signature, or the key it has to be made with, cannot be read.")
    if token.header.get("typ") != KEY_BINDING or not jose.signature_holds(token, key):
        return _("The holder's signature is not by the key the credential is bound to.")
    if token.payload.get("sd_hash") != shown:
        return _("The holder signed for another selection of what is shown.")
    return token.payload


def _occasion(said: dict[str, Any], expected: Expected, at: datetime) -> Check:
    moment = numeric_date(said.get("iat"))
    if said.get("aud") != expected.audience or said.get("nonce") != expected.nonce:
        return failed(BINDING, _("The holder signed for another reader or another occasion."))
    if moment is None or not at - expected.age - SKEW <= moment <= at + SKEW:
        return failed(BINDING, _("The holder's signature is from another time."))
    return passed(BINDING, _("The holder's key signed this selection, for this reader and this occasion."))
