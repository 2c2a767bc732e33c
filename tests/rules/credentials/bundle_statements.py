"""Bundles of passports that say how the lot stood, and what comes of words that are missing, forged or old."""

from datetime import timedelta
from typing import Any

from orepass.credentials.rules import jose
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.passport.rules.lot_standing import CONTEXT, TYPES
from tests.rules.credentials.bundle_parts import (
    AT,
    FALSE,
    HOST,
    OPEN,
    REFUSED,
    SIGNER,
    STRANGER,
    TRUE,
    URL,
    Row,
    anchors,
    bundle,
    changed,
    credential,
    nobody,
    status_entry,
    written,
)

PASSPORT = credential(
    **{
        "@context": [BASE_CONTEXT, "https://mine.example/context"],
        "type": ["VerifiableCredential", "DigitalProductPassport"],
    }
)


def statement(word: Any, *, about: Any = URL, signer: Any = SIGNER, **fields: Any) -> str:
    """What the issuer says of the lot."""
    base = {
        "@context": CONTEXT,
        "type": TYPES,
        "issuer": HOST,
        "validFrom": "2026-11-22T12:00:00Z",
        "validUntil": "2026-11-23T12:00:00Z",
        "credentialSubject": {"id": about, "name": word},
    }
    return jose.sign({name: value for name, value in (base | fields).items() if value is not None}, signer)


def said(text: str) -> str:
    """A bundle of the passport with a statement."""
    return written(bundle(content=PASSPORT, statement=text))


def of_statements() -> list[Row]:
    """Every word, and every way in which none counts."""
    trusted = anchors()
    words = {
        "well": TRUE,
        "nothing_left": TRUE,
        "claimed_elsewhere": FALSE,
        "claim_fell": FALSE,
        "part_fell": OPEN,
        "claim_ended": OPEN,
        "recalled": OPEN,
        "on_hold": OPEN,
        "in_account": TRUE,
        "unknown": OPEN,
        "lost": OPEN,
        "toString": OPEN,
    }
    wrong = {
        "a word that is no text": statement(["well"]),
        "another passport": statement("well", about="https://mine.example/credentials/crd-2"),
        "a passport that is named by no text": statement("well", about=["x"]),
        "no thing": statement("well", credentialSubject=None),
        "several things": statement("well", credentialSubject=[{"id": URL, "name": "well"}]),
        "no day": statement("well", validFrom=None),
        "a day that is none": statement("well", validFrom="yesterday"),
        "yesterday": statement("well", validUntil="2026-11-22T12:00:00Z"),
        "tomorrow": statement("well", validFrom="2026-11-23T12:00:00Z"),
        "another issuer": statement("well", issuer="did:web:other.example"),
        "a credential of no kind of its own": statement("well", type=["VerifiableCredential"]),
        "a credential of another kind besides": statement("well", type=[*TYPES, "Gossip"]),
        "a credential of no type": statement("well", type=None),
        "a type that means something else": statement(
            "well", **{"@context": [BASE_CONTEXT, {"LotStanding": "urn:x:gossip"}]}
        ),
        "a type that means nothing": statement("well", **{"@context": [BASE_CONTEXT]}),
        "no context": statement("well", **{"@context": None}),
        "a statement with a status": statement("well", credentialStatus=status_entry()),
        "whoever may say so for ever": statement("well", validUntil=None),
        "whoever ends its token alone": statement("well", validUntil=None, exp=int(AT.timestamp()) + 3600),
        "whoever may say so for a year": statement("well", validUntil="2027-11-22T12:00:00Z"),
        "whoever may say so for a day and a second": statement("well", validUntil="2026-11-23T12:00:01Z"),
        "another key": statement("well", signer=STRANGER),
        "no token": "{}",
    }
    whole = said(statement("well"))
    return [
        *(Row(f"lot {word}", outcome, said(statement(word)), trusted) for word, outcome in words.items()),
        *(Row(f"lot, by {what}", OPEN, said(text), trusted) for what, text in wrong.items()),
        Row("lot for an hour", TRUE, said(statement("well", validUntil="2026-11-22T13:00:00Z")), trusted),
        Row("lot of a day ago", OPEN, whole, trusted, AT + timedelta(days=1)),
        Row("lot of nobody known", OPEN, whole, nobody()),
        Row("lot not told of by who should", OPEN, written(bundle(content=PASSPORT)), trusted),
        Row("lot not told of by nobody known", OPEN, written(bundle(content=PASSPORT)), nobody()),
        Row("lot told of beside what has none", TRUE, written(bundle(statement=statement("recalled"))), trusted),
        Row("lot told of by no text", REFUSED, changed(whole, lambda value: value.update(statement=7)), trusted),
        Row("lot told of by nothing", REFUSED, changed(whole, lambda value: value.update(statement={})), trusted),
        Row(
            "lot told of by what cannot be read",
            OPEN,
            changed(whole, lambda value: value.update(statement={"document": "well"})),
            trusted,
        ),
    ]
