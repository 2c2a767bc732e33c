"""More bundles for the table: where two readers of one text could differ: a blank, a spelling, a kind of number."""

import base64
import json
from typing import Any

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import data_integrity, jose, status_list
from orepass.credentials.rules.anchors import TrustedIssuer
from orepass.credentials.rules.bundle import Issuer
from orepass.transparency.rules.cosignature import cosign, witness_key
from orepass.transparency.rules.note import VerifierKey
from tests.rules.credentials import bundle_parts as parts
from tests.rules.credentials.bundle_oddities import envelope, with_proof
from tests.rules.credentials.bundle_parts import (
    AT,
    EDWARDS,
    FALSE,
    HOST,
    LIST,
    OPEN,
    REFUSED,
    SIGNER,
    TRUE,
    CurveSigner,
    EdwardsSigner,
    Row,
    anchors,
    bundle,
    credential,
    document,
    listing,
    proof,
    status_entry,
    written,
)
from tests.rules.credentials.signing import Signer
from tests.rules.credentials.webvh_logs import Log

CONTROLLED = "https://mine.example/issuers/1"
ZERO_WIDTH = "\ufeff"
"""A blank to a browser, none to Python."""


def of_edges() -> list[Row]:
    """Return the rows of this file."""
    return [
        *of_forms(),
        *of_spellings(),
        *of_lists(),
        *of_times(),
        *of_histories(),
        *of_leaves(),
        *of_names(),
        *of_schemes(),
        *of_keys(),
        *of_contexts(),
    ]


def of_keys() -> list[Row]:
    """Keys that do not say whose they are, or are named otherwise than by a DID and a fragment."""
    trusted = anchors()

    def controlled_by(*controllers: Any) -> str:
        made = document()
        for method in made["verificationMethod"]:
            del method["controller"]
            method.update([("controller", one) for one in controllers])
        return issued_by(made)

    by_key = Signer(7)
    own = credential(issuer=by_key.did, credentialStatus=None)
    content = credential(issuer=CONTROLLED, credentialStatus=None)

    def named(kid: Any, of: dict[str, Any] = own) -> str:
        header = {"alg": "EdDSA", "cty": "vc", "typ": "vc+jwt"} | ({} if kid is None else {"kid": kid})
        return written(bundle(jose.compact(header, of, by_key), content=of))

    decides = AT, "issuer_controls_key"
    return [
        Row("key that does not say whose it is", FALSE, controlled_by(), trusted, *decides),
        Row("key that is nothing's", FALSE, controlled_by(None), trusted, *decides),
        Row("key that is no text's", FALSE, controlled_by([HOST]), trusted, *decides),
        Row("key of another", FALSE, controlled_by("did:web:x.example"), trusted, *decides),
        Row("key of its document", TRUE, controlled_by(HOST), trusted),
        Row("did:key named in full", TRUE, named(by_key.key_id), trusted),
        Row("did:key named by its fragment", TRUE, named(f"#{by_key.public.multibase}"), trusted),
        # VC-JOSE-COSE 4.1.1 and 4.3: "kid" must be there, and be the address of the verification method.
        Row("did:key not named", FALSE, named(None), trusted, AT, "proof"),
        Row("did:key without its fragment", FALSE, named(by_key.did), trusted, AT, "key_authorised"),
        Row("key named by an https address", OPEN, named(f"{CONTROLLED}#key-1", content), trusted, AT, "proof"),
        Row("key named by its fragment, issuer https", OPEN, named("#key-1", content), trusted, AT, "proof"),
        Row("issuer https, key of a DID", OPEN, named(by_key.key_id, content), trusted, *decides),
        Row("key of an https address, issuer a DID", OPEN, named(f"{CONTROLLED}#key-1"), trusted, AT, "proof"),
        Row("key named by an address of another kind", FALSE, named("http://x.example#key-1"), trusted, AT, "proof"),
        Row(
            "embedded proof by an https address",
            OPEN,
            with_proof(verificationMethod=f"{CONTROLLED}#key-1"),
            trusted,
            AT,
            "proof",
        ),
    ]


def signed(**fields: Any) -> str:
    return written(bundle(content=credential(**fields)))


def of_forms() -> list[Row]:
    """What is handed in as a credential."""
    trusted, content = anchors(), credential()
    token = jose.sign(content, SIGNER)
    two = {"type": ["VerifiableCredential", "VerifiablePresentation"]}
    return [
        Row(
            "enveloped presentation",
            REFUSED,
            written(bundle(json.dumps({"type": "EnvelopedVerifiablePresentation"}))),
            trusted,
        ),
        Row("presentation as a token", REFUSED, signed(**two), trusted),
        Row(
            "presentation as a token in an envelope",
            REFUSED,
            in_envelope(jose.sign(credential(**two), SIGNER)),
            trusted,
        ),
        Row("own proof and that of another", TRUE, beside_another(EDWARDS), trusted),
        Row(
            "own proof that is not checked and that of another",
            FALSE,
            beside_another(EDWARDS, "bbs-2023"),
            trusted,
            AT,
            "issuer_controls_key",
        ),
        *[
            Row(f"SD-JWT in an envelope, {kind}", REFUSED, in_envelope(f"{token}~", content, kind), trusted)
            for kind in ("application/vc+sd-jwt", "application/dc+sd-jwt;x=y", "application/sd-jwt", "text/sd-jwt")
        ],
        Row("envelope with blanks", TRUE, in_envelope(f" {token}\n", content), trusted),
        Row(
            "document of two megabytes in more bytes than signs",
            REFUSED,
            json.dumps({"x": "é" * 1_200_000}, ensure_ascii=False),
            trusted,
        ),
    ]


def beside_another(signer: EdwardsSigner, suite: str = "eddsa-jcs-2022") -> str:
    """The issuer's proof, perhaps of another suite, and the good one of somebody else."""
    text = CurveSigner(7).public.multibase
    other = CurveSigner(7, name=f"did:key:{text}", fragment=text)
    made = data_integrity.add_proof(credential(), signer, created=AT)
    made["proof"]["cryptosuite"] = suite
    return written(bundle(json.dumps(data_integrity.add_proof(made, other, created=AT))))


def in_envelope(token: str, content: dict[str, Any] | None = None, kind: str = "application/vc+jwt") -> str:
    return written(bundle(json.dumps(envelope(f"data:{kind},{token}")), content=content))


def of_contexts() -> list[Row]:
    """Contexts that somebody added behind those that are signed: allowed, and said."""
    made = data_integrity.add_proof(credential(), EDWARDS, created=AT)
    whole = made["@context"]

    def with_contexts(*contexts: Any, content: dict[str, Any] = made) -> str:
        told = content | {"@context": list(contexts)}
        return written(bundle(json.dumps(told), content={**told, "proof": None}))

    bare = {name: value for name, value in made["proof"].items() if name not in {"@context", "proofValue"}}
    value = EDWARDS.sign(data_integrity.hash_data(credential(), bare, "Ed25519"))
    unbound = made | {"proof": bare | {"proofValue": f"z{base58.b58encode(value).decode()}"}}
    decides = anchors(), AT, "proof"
    return [
        Row("a context added behind", TRUE, with_contexts(*whole, "https://x.example/"), anchors()),
        Row("a context of its own added behind", TRUE, with_contexts(*whole, {"@vocab": "urn:x:"}), anchors()),
        Row("a context added before", FALSE, with_contexts(whole[0], "https://x.example/", whole[1]), *decides),
        Row("a context taken away", FALSE, with_contexts(whole[0]), *decides),
        Row("contexts signed with the content", TRUE, with_contexts(*whole, content=unbound), anchors()),
        Row(
            "a context added to those signed with the content",
            FALSE,
            with_contexts(*whole, "https://x.example/", content=unbound),
            *decides,
        ),
    ]


def of_spellings() -> list[Row]:
    """Texts with blanks or letters of which one reader may make nothing, and values where a text is expected."""
    made = data_integrity.add_proof(credential(), EDWARDS, created=AT)
    value = made["proof"]["proofValue"]
    spaced = document()
    key = next(one for one in spaced["verificationMethod"] if "publicKeyMultibase" in one)
    key["publicKeyMultibase"] += " "
    half = document()
    half["verificationMethod"][0]["publicKeyJwk"] = {"kty": "EC", "crv": "P-256", "x": "==", "y": 5}
    trusted = anchors()
    return [
        Row("proof value with a blank", FALSE, with_proof(proofValue=f"{value} "), trusted, AT, "proof"),
        Row("key with a blank", OPEN, issued_by(spaced), trusted, AT, "proof"),
        Row("key with half a point", OPEN, issued_by(half), trusted, AT, "proof"),
        Row("digits of another script", FALSE, signed(validFrom="٢٠٢٦-11-01T00:00:00Z"), trusted, AT, "schema"),
        Row("identifier with a break", FALSE, signed(id="urn:x:\x1cy"), trusted, AT, "schema"),
        Row("identifier with the break of another system", FALSE, signed(id="urn:x:\x85y"), trusted, AT, "schema"),
        Row("identifier with a sign without width", TRUE, signed(id=f"urn:x:{ZERO_WIDTH}y"), trusted),
        *[
            Row(f"proof of the form {form!r}", OPEN, with_proof(cryptosuite=form), trusted, AT, "proof")
            for form in (
                1e-7,
                1.25e-5,
                0.00012,
                1e16,
                123456789.5,
                -1e22,
                3.0,
                ["it's", '"', "'\"", "\u200b\n\\ é\xa0"],
            )
        ],
        *[
            Row(f"date that is {date!r}", FALSE, signed(validFrom=date), trusted, AT, "schema")
            for date in (1e21, {"a": [1e-5, None, True]}, ["\x7f\U000e0001"])
        ],
    ]


def issued_by(made: dict[str, Any]) -> str:
    return written(bundle(issuers=(Issuer(HOST, json.dumps(made)),)))


def of_lists() -> list[Row]:
    """Status lists that unpack in one way here and in another there, and purposes that are no texts."""
    packed = base64.urlsafe_b64decode(status_list.encode([])[1:] + "===")
    trusted = anchors()

    def held(encoded: bytes) -> str:
        text = "u" + base64.urlsafe_b64encode(encoded).rstrip(b"=").decode()
        return written(bundle(lists=(parts.Listing(LIST, listing(encoded=text)),)))

    def for_purpose(of_entry: dict[str, Any], of_list: Any) -> str:
        entry = {name: value for name, value in (status_entry() | of_entry).items() if value != "none"}
        lists = (parts.Listing(LIST, listing(purpose=of_list)),)
        return written(bundle(content=credential(credentialStatus=entry), lists=lists))

    return [
        Row("status list with more behind it", OPEN, held(packed + b"\0"), trusted, AT, "status"),
        Row("status list in two pieces", OPEN, held(packed + packed), trusted, AT, "status"),
        Row("status list cut short", OPEN, held(packed[:-4]), trusted, AT, "status"),
        Row("status list of no bytes", OPEN, held(b""), trusted, AT, "status"),
        Row("status list for no purpose", TRUE, for_purpose({"statusPurpose": "none"}, None), trusted),
        Row(
            "status list for a purpose that is an object",
            TRUE,
            for_purpose({"statusPurpose": {"a": 1}}, [{"a": 1}]),
            trusted,
        ),
    ]


def of_times() -> list[Row]:
    """Ends of keys that are written otherwise than XML dates are."""

    def ended(text: str) -> str:
        made = document()
        for method in made["verificationMethod"]:
            method["expires"] = text
        return issued_by(made)

    trusted = anchors()
    return [
        Row("key with an end", TRUE, ended("2027-11-22T12:30:00Z"), trusted),
        *[
            Row(f"token that ended at {end!r}", FALSE, signed(exp=end), trusted, AT, "dates")
            for end in (
                5e-7,
                1.5e-6,
                2.5e-6,
                -5e-7,
                -1.5e-6,
                0.9999999,
                1763814600.1234565,
                -62135596800.0,
                -62135596801,
            )
        ],
        *[
            Row(f"token that ends at {end!r}", TRUE, signed(exp=end), trusted)
            for end in (1795350599.9999998, 253402300799, 253402300799.9999)
        ],
        Row("token that ends after all time", FALSE, signed(exp=253402300799.99999), trusted, AT, "dates"),
        Row("key that ends with a leap second", TRUE, ended("2026-12-31T23:59:60Z"), trusted),
        *[
            Row(f"key with an end that is none, {text}", FALSE, ended(text), trusted, AT, "key_authorised")
            for text in ("2027-11-22 12:30:00Z", "2027-11-22T12:30Z", "20271122T123000Z", "2027-W47-1T12:30:00Z")
        ],
    ]


def of_histories() -> list[Row]:
    """Histories whose author wrote something else where a name or a time is expected."""

    def row(name: str, time: str = "", **parameters: Any) -> Row:
        log = Log(Signer(3))
        signer = EdwardsSigner(4, name=log.did)
        log.go_on(Signer(3), document(signer, name=log.did), time, **parameters)
        own = credential(issuer=log.did, credentialStatus=None)
        history = "\n".join(json.dumps(entry) for entry in log.entries)
        made = bundle(jose.sign(own, signer), content=own, issuers=(Issuer(log.did, history=history),))
        return Row(f"history with {name}", OPEN, written(made), anchors(), AT, "proof")

    return [
        *of_witnessed_histories(),
        row("a method that is a list", method=[]),
        row("a method that is an object", method={"a": 1}),
        row("witnesses that are a number", witness=5.0),
        row("a blank in a time", "2026-01-02 00:00:00Z"),
        row("a time without seconds", "2026-01-02T00:00Z"),
        row("a time of another calendar", "2026-W01-5T00:00:00Z"),
        row("portability that is a text", portable="yes"),
    ]


def of_witnessed_histories() -> list[Row]:
    """Histories that ask for a witness of their own."""
    seen = Signer(5)
    asked = {"threshold": 1, "witnesses": [{"id": f"did:key:{seen.public.multibase}"}]}
    log = Log(Signer(3), witness=asked)
    signer = EdwardsSigner(4, name=log.did)
    log.go_on(Signer(3), document(signer, name=log.did))
    own = credential(issuer=log.did, credentialStatus=None)
    history = "\n".join(json.dumps(entry) for entry in log.entries)

    def held(*proofs: dict[str, Any]) -> str:
        issuer = Issuer(log.did, history=history, witnesses=json.dumps(proofs))
        return written(bundle(jose.sign(own, signer), content=own, issuers=(issuer,)))

    known = anchors({log.did: TrustedIssuer(version=str(log.entries[-1]["versionId"]))})
    return [
        Row("own history witnessed", TRUE, held(log.witnessed(1, seen)), known),
        Row("own history witnessed at its beginning", OPEN, held(log.witnessed(0, seen)), anchors(), AT, "proof"),
        Row("own history witnessed by another", OPEN, held(log.witnessed(1, Signer(6))), anchors(), AT, "proof"),
    ]


def of_leaves() -> list[Row]:
    """Entries of the log that say the same in another spelling."""
    content = credential()
    leaf = parts.leaf(content).decode()
    other = {
        "with a blank": leaf.replace(",", ", ", 1),
        "with a name twice": leaf.replace("{", '{"kind":"passport.certificate.issue",', 1),
        "with a further name": leaf.replace("{", '{"a":1,', 1),
        "in another order": json.dumps(dict(reversed(json.loads(leaf).items())), separators=(",", ":")),
        "of another zone": leaf.replace("12:30:00.000000Z", "13:30:00.000000+01:00"),
        "without a zone": leaf.replace("000000Z", "000000"),
        "without fractions": leaf.replace(".000000Z", "Z"),
        "before all time": leaf.replace("2026-11-22T12:30:00.000000Z", "0001-01-01T00:00:00+01:00"),
        "of a leap second": leaf.replace("2026-11-22T12:30:00", "2026-12-31T23:59:60"),
        "of no day": leaf.replace("2026-11-22T12:30:00", "2026-02-30T12:30:00"),
        "with a byte that is no text": leaf.replace("crt-1", "crt\ud800"),
    }

    def held(text: str) -> str:
        data = text.encode("utf-8", "surrogatepass")
        return written(bundle(proof_file=proof(content, entry=data)))

    return [
        Row("entry in its own spelling", TRUE, held(leaf), anchors()),
        *[Row(f"entry {name}", FALSE, held(text), anchors(), AT, "log") for name, text in other.items()],
    ]


def of_names() -> list[Row]:
    """Names of logs and witnesses with signs that one reader takes for blanks, or puts into another order."""
    made = proof(credential())
    note = parts.checkpoint_of(made)
    names = {"\uff5ehigh": 11, "\U0001f600higher": 12, f"w{ZERO_WIDTH}": 13}
    signers = {name: Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32) for name, seed in names.items()}
    said = "".join(cosign(note, name=name, signer=key, at=0) for name, key in signers.items())
    named = [f"witness {name} {witness_key(name, key)}" for name, key in signers.items()]
    all_of = f"group all all {' '.join(names)}"
    log = VerifierKey(parts.ORIGIN, parts.LOG_KEY.public_key().public_bytes_raw())

    def relied(*lines: str, **fields: Any) -> str:
        return json.dumps(json.loads(anchors()) | {"policy": "\n".join(lines)} | fields)

    file = written(bundle(proof_file=made + said))
    return [
        Row("witnesses in order", TRUE, file, relied(*named, all_of, "quorum all")),
        Row(
            "log with a sign without width before it",
            REFUSED,
            file,
            relied(f"log {ZERO_WIDTH}{log}", *named, "quorum none"),
        ),
        Row("anchors with a break after a key", TRUE, file, relied(logs=[{"key": f"{log}\x1c\n"}])),
        Row(
            "anchors with a sign without width after a key", REFUSED, file, relied(logs=[{"key": f"{log}{ZERO_WIDTH}"}])
        ),
        Row(
            "witness whose name has a blank",
            REFUSED,
            file,
            relied(f"witness w {witness_key('a\u2003b', signers[f'w{ZERO_WIDTH}'])}", "quorum w"),
        ),
    ]


def of_schemes() -> list[Row]:
    """Files of trust that name schemes: taken or refused as a whole, though nothing of a bundle asks for schemes."""
    file = written(bundle())

    def naming(schemes: Any) -> str:
        return json.dumps(json.loads(anchors()) | {"schemes": schemes})

    taken = {"none": [], "one": ["https://a.example"], "as many as may be": ["x"] * 10_000}
    other = {"a text": "x", "a number": 7, "an object": {}, "a number in a list": [5], "nothing": None}
    return [
        *(Row(f"schemes, {what}", TRUE, file, naming(schemes)) for what, schemes in taken.items()),
        *(Row(f"schemes, {what}", REFUSED, file, naming(schemes)) for what, schemes in other.items()),
        Row("schemes, one too many", REFUSED, file, naming(["x"] * 10_001)),
    ]
