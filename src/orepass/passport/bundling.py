"""Put what is needed to check a credential of this home into one file, and say what readers of it rely upon."""

import json
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from orepass.credentials import queries as credentials
from orepass.credentials.rules import jose
from orepass.credentials.rules.anchors import Anchors, TrustedIssuer, TrustedLog
from orepass.credentials.rules.bundle import Bundle, File, Held, Issuer, Listing, is_bundle, read_bundle
from orepass.credentials.rules.bundle_frames import is_frames, joined
from orepass.credentials.rules.bundled import verify_bundle
from orepass.credentials.rules.presented import Presented, read
from orepass.credentials.rules.related import related_addresses
from orepass.credentials.rules.strict_json import canonical, parse_object
from orepass.credentials.rules.verification import Verification
from orepass.kernel.refusal import NotFound
from orepass.party.numbers import addresses_ended
from orepass.passport import queries
from orepass.passport.lot_today import standing_at
from orepass.passport.rules.evidence import evidence_links
from orepass.passport.rules.lot_standing import CONTEXT, TYPES, told_of_lot
from orepass.passport.untp import described
from orepass.platform import clock
from orepass.transparency import queries as log
from orepass.transparency.rules.note import parse_verifier_key

FILES_MAX: Final = 8_192
"""Bytes of all sealed files in one bundle: a letter, no report; some ten further codes on paper."""


def bundle_of(name: str, *, at: datetime) -> Bundle:
    """Return the bundle of a credential, passport or certificate, with the status lists as they stand at an instant.

    Raises:
        NotFound: there is no such credential.
        NotYetLogged: its entry waits for the log's next checkpoint.
    """
    token = queries.token(name)
    main = read(token)
    linked = [queries.token_at_url(link.url) for link in evidence_links(main.credential)]
    held = [token, *dict.fromkeys(text for text in linked if text is not None)]
    presented = [main, *(read(text) for text in held[1:])]
    first, *rest = (Held(text, _proof(one)) for text, one in zip(held, presented, strict=True))
    related = related_addresses(main.credential)
    before = [text for text in map(queries.token_at_url, related) if text is not None and text not in held]
    return Bundle(
        made_at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        credentials=(first, *map(Held, before), *rest),
        issuers=tuple(_issuer(did) for did in sorted({one.issuer for one in presented})),
        status_lists=_lists(presented, at),
        statement=_statement(main, at),
        files=_files(related),
    )


def own_anchors() -> Anchors:
    """Return what readers of this home's bundles rely upon: its log, its identities, their keys and histories."""
    head = log.head()
    logs = {}
    if head.verifier_key:
        key = parse_verifier_key(head.verifier_key)
        logs = {key.name: TrustedLog(key, head.checkpoint or None)}
    cards = credentials.identities()
    ended = addresses_ended((card.organisation for card in cards if card.organisation), at=clock.now())
    return Anchors(logs, {card.id: _trusted(card, ended.get(card.organisation, set())) for card in cards})


def bundle_in(text: str | bytes) -> Bundle | None:
    """Read a bundle, as its file or as a chain of frames, one to a line; ``None`` when it is something else.

    Raises:
        BadDocument: it calls itself a bundle and is none, or frames of it are missing.
    """
    if isinstance(text, bytes):
        text = text.removeprefix(BOM_UTF8)
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if is_frames(plain):
        return read_bundle(joined(line.strip() for line in plain.splitlines() if line.strip()))
    return read_bundle(text) if is_bundle(text) else None


def check_bundle(bundle: Bundle, *, anchors: Anchors, at: datetime) -> Verification:
    """Check a bundle by itself: this home is asked for nothing but what it relies upon.

    Raises:
        BadDocument: its first credential cannot be read at all.
    """
    return verify_bundle(
        bundle, anchors=anchors, at=at, schema=described.faults, links=evidence_links, tell=told_of_lot
    )


def _proof(presented: Presented) -> str:
    try:
        return log.inclusion_file(content_digest=presented.digest)
    except NotFound:
        return ""


def _files(addresses: Sequence[str]) -> tuple[File, ...]:
    """Return the sealed files under some addresses, as anybody fetches them; those too large for a bundle by name only.

    Whoever holds the key of a role opens them where there is no network. To everybody else they say what their address
    says: how large they are, and nothing of what is in them or for whom it was sealed.
    """
    files, room = list[File](), FILES_MAX
    for url in addresses:
        sealed = credentials.sealed_at_url(url)
        if sealed is not None:
            fits = len(sealed) <= room
            room -= len(sealed) if fits else 0
            files.append(File(url, sealed.decode() if fits else ""))
    return tuple(files)


def _issuer(did: str) -> Issuer:
    document = credentials.last_document(did)
    try:
        history, witnesses = credentials.history_text(did), json.loads(credentials.witness_text(did))
    except NotFound:
        history, witnesses = "", []
    return Issuer(
        did,
        document=canonical(document).decode() if document else "",
        history=history,
        witnesses=json.dumps(witnesses) if witnesses else "",
    )


def _lists(presented: list[Presented], at: datetime) -> tuple[Listing, ...]:
    found = {}
    for one in presented:
        status = one.credential.get("credentialStatus")
        for entry in status if isinstance(status, list) else [status]:
            url = str(entry.get("statusListCredential", "")) if isinstance(entry, dict) else ""
            text = credentials.list_at_url(url, at=at, lapsed=queries.lapsed_at(at)) if url not in found else None
            if text is not None:
                found[url] = Listing(url, text)
    return tuple(found.values())


def _statement(main: Presented, at: datetime) -> str:
    """Return what is known of a passport's lot, signed for a day as a status list is; nothing of other credentials."""
    row = queries.issued_here(main.credential)
    if row is None or row.kind != queries.PRODUCT:
        return ""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    said = {
        "@context": CONTEXT,
        "type": TYPES,
        "issuer": main.issuer,
        "validFrom": hour.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "validUntil": (hour + credentials.LIST_VALID).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {"id": main.credential["id"], "name": str(standing_at(row, at))},
    }
    return jose.sign(said, credentials.keeper_for(main.issuer))


def _trusted(card: credentials.IdentityCard, numbers_ended: set[str]) -> TrustedIssuer:
    keys = frozenset(key.public_multibase for key in card.keys if not key.compromised)
    ended = card.deactivated_at.astimezone(UTC).isoformat().replace("+00:00", "Z") if card.deactivated_at else ""
    return TrustedIssuer(keys, card.history_did, _newest_version(card), ended, frozenset(numbers_ended))


def _newest_version(card: credentials.IdentityCard) -> str:
    if not card.history_did:
        return ""
    lines = credentials.history_text(card.id).splitlines()
    return str(parse_object(lines[-1])["versionId"]) if lines else ""
