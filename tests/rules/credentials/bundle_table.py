"""The table of bundles: good ones, and ones with one thing wrong; both verifiers, server and browser, are asked."""

import json
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import data_integrity, jose, keys, status_list
from orepass.credentials.rules.bundle import Issuer, Listing
from orepass.credentials.rules.keys import base64url
from tests.rules.credentials import bundle_parts as parts
from tests.rules.credentials.bundle_edges import of_edges
from tests.rules.credentials.bundle_ended import of_ended
from tests.rules.credentials.bundle_numbers import of_numbers
from tests.rules.credentials.bundle_oddities import beneath, of_history, of_structure, refused
from tests.rules.credentials.bundle_parts import (
    AT,
    EDWARDS,
    FALSE,
    HOST,
    LIST,
    OPEN,
    SIGNER,
    STRANGER,
    TRUE,
    CurveSigner,
    Row,
    anchors,
    bundle,
    changed,
    credential,
    document,
    listing,
    nobody,
    proof,
    set_header,
    set_part,
    status_entry,
    written,
)
from tests.rules.credentials.bundle_related import of_related
from tests.rules.credentials.bundle_statements import of_statements
from tests.rules.credentials.bundle_witnesses import of_lasting_witnesses, of_witnesses
from tests.rules.credentials.signing import Signer


def in_payload(text: str, old: str, new: str, place: str = "credentials") -> str:
    """Change the payload of a token in a bundle, leaving its signature."""

    def change(value: dict[str, Any]) -> None:
        token = value[place][0]["token"]
        assert old in token[1], old
        token[1] = token[1].replace(old, new)

    return changed(text, change)


def embedded(content: dict[str, Any], signer: Any = EDWARDS) -> str:
    """A credential with an embedded proof."""
    return json.dumps(data_integrity.add_proof(content, signer, created=AT))


def good() -> list[Row]:
    """Bundles that hold, and those that hold in one way or another."""
    trusted, plain = anchors(), credential()
    curve = CurveSigner(kind=keys.P384)
    by_key = Signer(7)
    own = credential(issuer=by_key.did, credentialStatus=None)
    both = data_integrity.add_proof(json.loads(embedded(plain)), SIGNER, created=AT)
    named = data_integrity.add_proof(plain, EDWARDS, created=AT, name="urn:x:first")
    chained = data_integrity.add_proof(named, SIGNER, created=AT, previous=["urn:x:first"])
    set_message = status_entry(statusPurpose="message")
    return [
        Row("good", TRUE, written(bundle()), trusted),
        Row("on the last moment of its list", TRUE, written(bundle()), trusted, AT + timedelta(hours=23, minutes=34)),
        Row("embedded proof", TRUE, written(bundle(embedded(plain))), trusted),
        Row("embedded proof over curves", TRUE, written(bundle(embedded(plain, SIGNER))), trusted),
        Row("set of proofs", TRUE, written(bundle(json.dumps(both))), trusted),
        Row("chain of proofs", TRUE, written(bundle(json.dumps(chained))), trusted),
        Row(
            "P-384",
            TRUE,
            written(
                bundle(
                    jose.sign(plain, curve),
                    issuers=(Issuer(HOST, json.dumps(document(curve))),),
                    lists=(Listing(LIST, listing(signer=curve)),),
                )
            ),
            anchors(keys_of=(curve,)),
        ),
        Row("EdDSA token", TRUE, written(bundle(jose.sign(plain, EDWARDS))), trusted),
        Row("did:key without list or log", TRUE, written(bundle(embedded(own, by_key), proof_file="")), trusted),
        Row("kept checkpoint of the same tree", TRUE, written(bundle()), anchors(checkpoint=kept(plain))),
        Row(
            "kept checkpoint of an earlier size", TRUE, written(bundle()), anchors(checkpoint=parts.other_checkpoint(5))
        ),
        Row("kept checkpoint of another size", TRUE, written(bundle()), anchors(checkpoint=parts.other_checkpoint(9))),
        Row(
            "message",
            TRUE,
            written(
                bundle(
                    content=credential(credentialStatus=[status_entry(), set_message]),
                    lists=(Listing(LIST, listing(purpose=["suspension", "message"])),),
                )
            ),
            trusted,
        ),
        Row("index as text", TRUE, written(bundle(content=credential(credentialStatus=as_text()))), trusted),
        Row("without an end", TRUE, written(bundle(content=credential(validUntil=None))), trusted),
        Row("keys as JSON Web Keys", TRUE, written(bundle(issuers=(Issuer(HOST, json.dumps(as_jwks())),))), trusted),
    ]


def as_text() -> dict[str, Any]:
    """A status entry with its index as W3C writes it."""
    return status_entry(statusListIndex=str(parts.INDEX))


def as_jwks() -> dict[str, Any]:
    """The DID document with relative names and every key as JSON Web Key."""
    methods = [
        {"id": f"#{one.fragment}", "type": "JsonWebKey", "controller": HOST, "publicKeyJwk": one.public.jwk}
        for one in (SIGNER, EDWARDS)
    ]
    return {"id": HOST, "verificationMethod": methods, "assertionMethod": ["#key-1", methods[1]]}


def kept(content: dict[str, Any]) -> str:
    """The checkpoint that covers a credential."""
    return parts.checkpoint_of(proof(content))


def in_time() -> list[Row]:
    """Bundles asked on the wrong day, and withdrawn credentials."""
    trusted, text = anchors(), written(bundle())
    stale = AT + timedelta(days=2)
    set_bit = (Listing(LIST, listing(parts.INDEX)),)
    revoked = credential(credentialStatus=status_entry(statusPurpose="revocation"))
    ended = data_integrity.add_proof(credential(), EDWARDS, created=AT)
    return [
        Row("expired", FALSE, text, trusted, AT + timedelta(days=400), "dates"),
        Row("not yet valid", FALSE, text, trusted, AT - timedelta(days=30), "dates"),
        Row("date that is none", FALSE, written(bundle(content=credential(validUntil="soon"))), trusted),
        Row("proof expired", FALSE, written(bundle(json.dumps(proof_ended(ended)))), trusted, stale, "dates"),
        Row("list out of date", OPEN, text, trusted, stale, "status"),
        Row("suspended", FALSE, written(bundle(lists=set_bit)), trusted, AT, "status"),
        Row(
            "revoked",
            FALSE,
            written(bundle(content=revoked, lists=(Listing(LIST, listing(parts.INDEX, purpose="revocation")),))),
            trusted,
            AT,
            "status",
        ),
        Row("list of another purpose", OPEN, written(bundle(content=revoked)), trusted, AT, "status"),
        Row("without its list", OPEN, written(bundle(lists=())), trusted, AT, "status"),
        Row("without status", TRUE, written(bundle(content=credential(credentialStatus=None))), trusted),
    ]


def of_tokens() -> list[Row]:
    """Tokens with a period of their own around the credential's."""
    trusted, now = anchors(), int(AT.timestamp())

    def made(**fields: Any) -> str:
        return written(bundle(content=credential(**fields)))

    return [
        Row("token in its time", TRUE, made(nbf=now - 5, exp=now + 5), trusted),
        Row("token ends by the second", TRUE, made(validUntil=None, exp=now + 0.25), trusted),
        Row("token ended", FALSE, made(exp=now - 300), trusted, AT, "dates"),
        Row("token ended a second later", TRUE, made(exp=now - 299), trusted),
        Row("token begins", FALSE, made(nbf=now + 301), trusted, AT, "dates"),
        Row("token begins a second earlier", TRUE, made(nbf=now + 300), trusted),
        Row("token with an end that is none", FALSE, made(exp="soon"), trusted, AT, "dates"),
        Row("token with an end that is a truth", FALSE, made(exp=True), trusted, AT, "dates"),
        Row("token that ends beyond the calendar", FALSE, made(exp=253402300800), trusted, AT, "dates"),
        Row("token that ends with the calendar", TRUE, made(exp=253402300799), trusted),
        Row("token begins before the calendar", FALSE, made(nbf=-62135596801), trusted, AT, "dates"),
    ]


def proof_ended(document_: dict[str, Any]) -> dict[str, Any]:
    """A document whose proof says, after the fact, that it has expired."""
    return document_ | {"proof": document_["proof"] | {"expires": "2026-11-22T13:00:00.25+01:00"}}


def forged() -> list[Row]:
    """Bundles with a part that was changed or made by somebody else."""
    trusted, text = anchors(), written(bundle())
    stranger_listed = (Issuer(HOST, json.dumps(document(SIGNER, EDWARDS, STRANGER))),)
    by_another = written(bundle(jose.sign(credential(), CurveSigner(2, fragment="key-1"))))
    elsewhere = written(bundle(content=credential(issuer="did:web:x.example")))
    bad_proof = proof(credential(name="Another"))
    return [
        Row("changed content", FALSE, in_payload(text, "Kilo", "Kila"), trusted, AT, "proof"),
        Row("changed list", OPEN, in_payload(text, "12:00:00Z", "12:00:01Z", "status_lists"), trusted, AT, "status"),
        Row("signed by another key", FALSE, by_another, trusted, AT, "proof"),
        Row("without signature", FALSE, changed(text, lambda it: set_part(it, 2, "")), trusted, AT, "proof"),
        Row("no algorithm", FALSE, changed(text, lambda it: set_header(it, alg="none")), trusted, AT, "proof"),
        Row("another algorithm", FALSE, changed(text, lambda it: set_header(it, alg="HS256")), trusted, AT, "proof"),
        Row("unknown key", FALSE, changed(text, lambda it: set_header(it, kid=f"{HOST}#key-9")), trusted, AT),
        Row("key of nobody", FALSE, changed(text, lambda it: set_header(it, kid="key-1")), trusted, AT, "proof"),
        Row("another type of token", FALSE, changed(text, lambda it: set_header(it, typ="at+jwt")), trusted, AT),
        Row("forged as a whole", OPEN, forged_whole(), trusted, AT, "issuer_controls_key"),
        Row("forged as a whole, issuer not known", OPEN, forged_whole(), stranger(), AT, "key_authorised"),
        Row(
            "key slipped into the document",
            OPEN,
            written(bundle(issuers=stranger_listed)),
            trusted,
            AT,
            "key_authorised",
        ),
        Row(
            "list by a key slipped in",
            OPEN,
            written(
                bundle(
                    issuers=(Issuer(HOST, json.dumps(document(SIGNER, CurveSigner(2, fragment="key-7")))),),
                    lists=(Listing(LIST, listing(signer=CurveSigner(2, fragment="key-7"))),),
                )
            ),
            trusted,
            AT,
            "key_authorised",
        ),
        Row("nobody relied upon", OPEN, text, nobody(), AT, "key_authorised"),
        Row("document of another DID", FALSE, written(bundle(issuers=(other_document(),))), trusted, AT, "proof"),
        Row("without its issuer", OPEN, written(bundle(issuers=())), trusted, AT, "proof"),
        Row("issuer unreadable", OPEN, written(bundle(issuers=(Issuer(HOST, "{"),))), trusted, AT, "proof"),
        Row("key not authorised", FALSE, written(bundle(issuers=(unauthorised(),))), trusted, AT, "key_authorised"),
        Row("key expired", FALSE, written(bundle(issuers=(ended("expires"),))), trusted, AT, "key_authorised"),
        Row("key revoked", FALSE, written(bundle(issuers=(ended("revoked"),))), trusted, AT, "key_authorised"),
        Row("key to expire", TRUE, written(bundle(issuers=(ended("expires", "2026-11-22T12:30:01Z"),))), trusted),
        Row("key's end unreadable", FALSE, written(bundle(issuers=(ended("expires", "soon"),))), trusted),
        Row("key off its curve", OPEN, written(bundle(issuers=(off_curve(),))), trusted, AT, "proof"),
        Row("issuer is not the signer", FALSE, elsewhere, trusted),
        Row("proof of another credential", FALSE, written(bundle(proof_file=bad_proof)), trusted, AT, "log"),
        Row("without its proof", OPEN, written(bundle(proof_file="")), trusted, AT, "log"),
        Row("proof that is none", FALSE, written(bundle(proof_file="index 3\n")), trusted, AT, "log"),
    ]


def forged_whole() -> str:
    """A bundle that somebody made with a key and a document of their own, log proof apart."""
    issuers = (Issuer(HOST, json.dumps(document(STRANGER))),)
    lists = (Listing(LIST, listing(signer=STRANGER)),)
    return written(bundle(jose.sign(credential(), STRANGER), issuers=issuers, lists=lists))


def stranger() -> str:
    """Anchors that know nobody, but the log."""
    return json.dumps(json.loads(anchors()) | {"issuers": []})


def other_document() -> Issuer:
    return Issuer(HOST, json.dumps(document(name="did:web:other.example")))


def unauthorised() -> Issuer:
    return Issuer(HOST, json.dumps(document() | {"assertionMethod": [f"{HOST}#key-2"]}))


def ended(name: str, moment: str = "2026-11-22T12:30:00Z") -> Issuer:
    made = document()
    made["verificationMethod"][0][name] = moment
    return Issuer(HOST, json.dumps(made))


def off_curve() -> Issuer:
    made = document()
    made["verificationMethod"][0]["publicKeyJwk"]["y"] = base64url(b"\x01" * 32)
    return Issuer(HOST, json.dumps(made))


def of_the_log() -> list[Row]:
    """Logs that were forged, rolled back or split."""
    trusted, plain = anchors(), credential()
    right = proof(plain)
    cut = right.replace(right.split("\n")[3] + "\n", "", 1)
    forger = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    by_forger = written(bundle(proof_file=proof(plain, key=forger)))
    lines = right.split("\n")
    moved = "\n".join([*lines[:2], "index 2", *lines[3:]])
    other = anchors(checkpoint=parts.other_checkpoint())
    return [
        Row("hash left out", FALSE, written(bundle(proof_file=cut)), trusted, AT, "log"),
        Row("index moved", FALSE, written(bundle(proof_file=moved)), trusted, AT, "log"),
        Row("checkpoint by another key", FALSE, by_forger, trusted, AT, "log"),
        Row("another log", OPEN, written(bundle(proof_file=proof(plain, origin="x.example/log"))), trusted, AT, "log"),
        Row("rolled back and grown again", FALSE, written(bundle()), other, AT, "log"),
        Row("one entry only", TRUE, written(bundle(proof_file=proof(plain, size=4))), trusted),
        Row("size beyond reason", FALSE, written(bundle(proof_file=right.replace("\n7\n", f"\n{2**64}\n"))), trusted),
        Row("size rewritten", FALSE, written(bundle(proof_file=right.replace("\n7\n", "\n8\n"))), trusted, AT, "log"),
    ]


def of_status() -> list[Row]:
    """Status entries and lists with something wrong."""
    trusted = anchors()

    def entry(**fields: Any) -> str:
        return written(bundle(content=credential(credentialStatus=status_entry(**fields))))

    def encoded(text: str) -> str:
        return written(bundle(lists=(Listing(LIST, listing(encoded=text)),)))

    bomb = status_list.encode([], length=8 * 2_097_153)
    foreign = listing(issuer="did:web:other.example")

    def under_its_address(**fields: Any) -> str:
        lists = (Listing(LIST, listing(**({"id": f"{LIST}-2"} | fields))),)
        return written(bundle(lists=lists))

    of_no_type = {"statusPurpose": "suspension", "encodedList": status_list.encode([])}
    return [
        Row("list of the issuer under the address of another", OPEN, under_its_address(), trusted, AT, "status"),
        Row("list without a name", TRUE, unnamed_list(), trusted),
        Row("list whose name is no text", OPEN, under_its_address(id=[LIST]), trusted, AT, "status"),
        Row(
            "list that is a credential of another type",
            OPEN,
            under_its_address(id=LIST, type=["VerifiableCredential"]),
            trusted,
            AT,
            "status",
        ),
        *[
            Row(f"list whose subject is {name}", OPEN, under_its_address(id=LIST, credentialSubject=subject), trusted)
            for name, subject in (
                ("of no type", of_no_type),
                ("of another type", of_no_type | {"type": "Product"}),
                ("a list", [of_no_type | {"type": "BitstringStatusList"}]),
            )
        ],
        Row(
            "list of more types than one",
            TRUE,
            under_its_address(id=LIST, credentialSubject=of_no_type | {"type": ["urn:x:y", "BitstringStatusList"]}),
            trusted,
        ),
        Row("index beyond the list", FALSE, entry(statusListIndex="131072"), trusted, AT, "status"),
        Row("last index of the list", TRUE, entry(statusListIndex="131071"), trusted),
        Row("index that is no number", FALSE, entry(statusListIndex="-1"), trusted, AT, "status"),
        Row("index that is a truth", FALSE, entry(statusListIndex=True), trusted, AT, "status"),
        Row("no list named", FALSE, entry(statusListCredential=None), trusted, AT, "status"),
        Row("entry of another kind", OPEN, entry(type="RevocationList2020Status"), trusted, AT, "status"),
        Row("too many entries", FALSE, nine_entries(), trusted, AT, "status"),
        Row("decompression bomb", OPEN, encoded(bomb), trusted, AT, "status"),
        Row("list that is no gzip", OPEN, encoded("uAAAA"), trusted, AT, "status"),
        Row("list too short", OPEN, encoded(status_list.encode([], length=1024)), trusted, AT, "status"),
        Row("list not base64url", OPEN, encoded("u!!"), trusted, AT, "status"),
        Row("list of another issuer", OPEN, written(bundle(lists=(Listing(LIST, foreign),))), trusted, AT, "status"),
        Row("list that is no credential", OPEN, list_of_text(), trusted, AT, "status"),
    ]


def unnamed_list() -> str:
    """A bundle whose status list bears no name: it may be left out."""
    content = json.loads(json.dumps(jose.parse_token(listing()).payload))
    del content["id"]
    return written(bundle(lists=(Listing(LIST, jose.sign(content, SIGNER)),)))


def told() -> list[Row]:
    """What an issuer tells of a credential that stands."""
    trusted = anchors()
    messages = [{"status": "0x1", "message": "A newer one is there."}, {"status": "0x2"}]
    several = status_list.encode({parts.INDEX: 1}, size=2)

    def entry(index: int, **fields: Any) -> str:
        one = status_entry(statusPurpose="message", statusListIndex=index, statusMessage=messages, **fields)
        lists = (Listing(LIST, listing(encoded=several, purpose="message")),)
        return written(bundle(content=credential(credentialStatus=one), lists=lists))

    short = (Listing(LIST, listing(encoded=status_list.encode([]), purpose="message")),)
    beyond = status_entry(statusPurpose="message", statusSize=2)
    return [
        Row("superseded", TRUE, entry(parts.INDEX, statusSize=2), trusted, AT),
        Row("nothing to tell", TRUE, entry(parts.INDEX + 1, statusSize=2), trusted, AT),
        Row("value without a message", TRUE, entry(2 * parts.INDEX + 1), trusted, AT),
        Row("size that is none", OPEN, entry(parts.INDEX, statusSize=True), trusted, AT, "status"),
        Row("size beyond reason", OPEN, entry(parts.INDEX, statusSize=9), trusted, AT, "status"),
        Row("several bits to suspend with", OPEN, bits_to_suspend(), trusted, AT, "status"),
        Row(
            "list too short for its size",
            FALSE,
            written(bundle(content=credential(credentialStatus=beyond), lists=short)),
            trusted,
            AT,
            "status",
        ),
    ]


def bits_to_suspend() -> str:
    return written(bundle(content=credential(credentialStatus=status_entry(statusSize=2))))


def nine_entries() -> str:
    return written(bundle(content=credential(credentialStatus=[status_entry()] * 9)))


def list_of_text() -> str:
    return changed(written(bundle()), lambda it: it.update(status_lists=[{"url": LIST, "document": "nothing"}]))


def rows() -> list[Row]:
    """Return the whole table."""
    groups = (
        good,
        in_time,
        of_tokens,
        forged,
        of_the_log,
        of_status,
        told,
        of_structure,
        refused,
        beneath,
        of_history,
        of_witnesses,
        of_lasting_witnesses,
        of_edges,
        of_statements,
        of_related,
        of_ended,
        of_numbers,
    )
    return [row for group in groups for row in group()]
