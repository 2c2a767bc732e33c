"""More bundles for the table: odd structures, texts that are no bundle, what lies beneath, issuers with a history."""

import json
from datetime import UTC, datetime
from typing import Any

from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.anchors import TrustedIssuer
from orepass.credentials.rules.bundle import Held, Issuer, Listing
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.credentials.rules.webvh_mirror import web_document
from tests.rules.credentials import bundle_parts as parts
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
    URL,
    EdwardsSigner,
    Row,
    anchors,
    bundle,
    changed,
    credential,
    document,
    nobody,
    proof,
    set_header,
    set_part,
    written,
)
from tests.rules.credentials.signing import Signer
from tests.rules.credentials.webvh_logs import Log

LEAPS = (
    ("of a year's end", TRUE, "validFrom", "2016-12-31T23:59:60Z"),
    ("with a fraction", TRUE, "validFrom", "2016-12-31T23:59:60.5Z"),
    ("elsewhere on earth", TRUE, "validFrom", "2017-01-01T05:29:60+05:30"),
    ("to come", FALSE, "validFrom", "2026-12-31T23:59:60Z"),
    ("that ended it", FALSE, "validUntil", "2016-12-31T23:59:60Z"),
    ("at noon", OPEN, "validFrom", "2016-12-31T12:00:60Z"),
    ("by local clocks alone", OPEN, "validFrom", "2016-12-31T23:59:60+01:00"),
    ("before all time", OPEN, "validFrom", "0001-01-01T00:59:60+01:00"),
    ("after all time", OPEN, "validUntil", "9999-12-31T23:59:60Z"),
    ("of 61", OPEN, "validFrom", "2016-12-31T23:59:61Z"),
)


def of_structure() -> list[Row]:
    """Credentials that are none, or contradict themselves."""
    trusted = anchors()

    def made(**fields: Any) -> str:
        return written(bundle(content=credential(**fields)))

    return [
        Row("no base context", FALSE, made(**{"@context": ["https://x.example/"]}), trusted, AT, "schema"),
        Row("context takes a term", FALSE, made(**{"@context": [BASE_CONTEXT, {"issuer": "urn:x"}]}), trusted),
        Row("type without context", FALSE, made(**{"@context": [BASE_CONTEXT]}, type=OWN_TYPE), trusted),
        Row("schema of its type broken", FALSE, made(type=CERTIFICATE), trusted, AT, "schema"),
        Row("schema of its type kept", TRUE, made(type=ANCHOR, credentialSubject=anchored()), trusted, AT),
        Row("no subject", FALSE, made(credentialSubject=[]), trusted, AT, "schema"),
        Row("many faults", FALSE, made(id="not a url", name=5, evidence=[{}, {"type": 1}], description=[{}]), trusted),
        Row("no id of the issuer", FALSE, made(issuer={"name": "Mine"}), trusted, AT),
        Row("no issuer", FALSE, made(issuer=None), trusted, AT),
        *(
            Row(f"leap second {name}", answer, made(**{field: said}), trusted, AT)
            for name, answer, field, said in LEAPS
        ),
        Row("end before beginning", FALSE, made(validUntil="2026-10-01T00:00:00Z"), trusted),
        Row("claim beside the issuer", FALSE, made(iss="did:web:x.example", jti=URL, vc={}), trusted, AT, "schema"),
        Row("schema without address", FALSE, made(credentialSchema={"type": "JsonSchema"}), trusted, AT, "schema"),
        Row("embedded proofs in a circle", FALSE, circle(), trusted, AT, "proof"),
        Row("proof builds on nothing", FALSE, with_proof(previousProof="urn:x:gone"), trusted, AT, "proof"),
        Row("proof of another kind", OPEN, with_proof(cryptosuite="bbs-2023"), trusted, AT, "proof"),
        Row("linked data", OPEN, with_proof(cryptosuite="eddsa-rdfc-2022"), trusted, AT, "proof"),
        Row("selected statements", OPEN, selected("uqqqq"), trusted, AT, "proof"),
        Row("selected statements as a plain signature", FALSE, selected("z3333"), trusted, AT, "proof"),
        Row("selected statements in letters that are none", FALSE, selected("u=="), trusted, AT, "proof"),
        Row("selected statements under a key of another kind", FALSE, with_proof(cryptosuite="ecdsa-sd-2023"), trusted),
        Row("proof of another type", FALSE, with_proof(type="Ed25519Signature2020"), trusted, AT, "proof"),
        Row("proof made for logging in", FALSE, with_proof(proofPurpose="authentication"), trusted, AT),
        Row("proof value that is none", FALSE, with_proof(proofValue="z0OIl"), trusted, AT, "proof"),
        Row("proof with another context", FALSE, with_proof(**{"@context": ["urn:x"]}), trusted, AT, "proof"),
        Row("no proof at all", FALSE, written(bundle(json.dumps(credential()))), trusted, AT, "proof"),
        Row("too many proofs", FALSE, written(bundle(json.dumps(credential(proof=[{}] * 17)))), trusted, AT, "proof"),
    ]


OWN_TYPE = ["VerifiableCredential", "MineCertificate"]
CERTIFICATE = ["DigitalConformityCredential", "VerifiableCredential"]
ANCHOR = ["DigitalIdentityAnchor", "VerifiableCredential"]


def anchored() -> dict[str, Any]:
    """The least that the schema of identity anchors takes."""
    scheme = {"id": "https://register.example/", "name": "Register"}
    named = {"registeredName": "Mine of Kito", "registeredId": "1", "registeredDate": "2020-02-29"}
    return {"id": HOST, **named, "schemeId": scheme, "registerType": "business"}


def with_proof(**fields: Any) -> str:
    made = data_integrity.add_proof(credential(), EDWARDS, created=AT)
    return written(bundle(json.dumps(made | {"proof": made["proof"] | fields})))


def selected(value: str) -> str:
    made = data_integrity.add_proof(credential(), SIGNER, created=AT)
    fields = {"cryptosuite": "ecdsa-sd-2023", "proofValue": value}
    return written(bundle(json.dumps(made | {"proof": made["proof"] | fields})))


def circle() -> str:
    first = {"type": "DataIntegrityProof", "id": "urn:x:a", "previousProof": "urn:x:b"}
    second = {"type": "DataIntegrityProof", "id": "urn:x:b", "previousProof": ["urn:x:a"]}
    return written(bundle(json.dumps(credential(proof=[first, second]))))


def refused() -> list[Row]:
    """Texts that are no bundle, or whose first credential cannot be read."""
    trusted, text = anchors(), written(bundle())
    twice = json.loads(text)
    twice["issuers"] *= 2
    deep = "[" * 70 + "]" * 70

    def payload(content: str) -> str:
        return changed(text, lambda it: set_part(it, 1, content))

    def row(name: str, made: str) -> Row:
        return Row(name, REFUSED, made, trusted)

    return [
        row("no JSON", "{"),
        row("not an object", "[]"),
        row("another format", "{}"),
        row("another version", text.replace('"version": 1', '"version": 2')),
        row("version that is no number", text.replace('"version": 1', '"version": true')),
        row("no instant", text.replace("2026-11-22T12:30:00Z", "yesterday")),
        row("no credential", changed(text, lambda it: it.update(credentials=[]))),
        row("credentials that are none", changed(text, lambda it: it.update(credentials=[5]))),
        row("issuer without a name", changed(text, lambda it: it.update(issuers=[{"did": 5}]))),
        row("list without an address", changed(text, lambda it: it.update(status_lists=[{"document": "x"}]))),
        row("token of two parts", changed(text, lambda it: it["credentials"][0].update(token=["", ""]))),
        row("two answers", json.dumps(twice)),
        row("repeated name", '{"format": "orepass-bundle", "format": "orepass-bundle"}'),
        row("name repeated in the credential", payload('{"id": "a", "id": "b"}')),
        row("integer beyond 2^53", payload('{"n": 9007199254740992}')),
        row("number too large", payload('{"n": 1e400}')),
        row("number that is none", payload('{"n": NaN}')),
        row("whole number that becomes another", payload('{"n": 9007199254740993.0}')),
        row("whole number that becomes another, with an exponent", payload('{"n": 90071992547409930e-1}')),
        row("sign that is no character", payload('{"n": "\\ufdd0"}')),
        row("sign that is no character, as it is", payload('{"n": "\U0010ffff"}')),
        row("half a character", payload('{"n": "\\ud800"}')),
        row("control character", payload('{"n": "\n"}')),
        row("too deep", payload(f'{{"n": {deep}}}')),
        row("token that is a list", payload("[]")),
        row("extension asked for", changed(text, lambda it: set_header(it, crit=["b64"]))),
        row("presentation", written(bundle(json.dumps(credential(type="VerifiablePresentation"))))),
        row("envelope without token", written(bundle(json.dumps(envelope("data:text/plain,x"))))),
        row("signature not base64url", changed(text, lambda it: set_part(it, 2, "=="))),
        row("too large", json.dumps({"format": "orepass-bundle", "x": "y" * 2_000_000})),
    ]


def envelope(address: str) -> dict[str, Any]:
    return {"type": "EnvelopedVerifiableCredential", "id": address}


def beneath() -> list[Row]:
    """A passport that rests on a certificate."""
    trusted = anchors()
    certificate = credential(id=f"{URL}-cert")
    token = jose.sign(certificate, SIGNER)

    def passport(link: dict[str, Any], *rest: Held, lists: tuple[Listing, ...] | None = None) -> str:
        subject = {"id": "urn:x:lot:2", "performanceClaim": [{"evidence": [link, 5]}, 6]}
        return written(bundle(content=credential(credentialSubject=subject), rest=rest, lists=lists))

    link = {"linkURL": certificate["id"], "digestMultibase": parts.multibase(certificate)}
    held = Held(token, proof(certificate))
    expired = credential(id=f"{URL}-cert", validUntil="2026-11-02T00:00:00Z")
    text = jose.sign(expired, SIGNER)
    wrong = {**link, "digestMultibase": parts.multibase(expired)}
    loose = {"linkURL": certificate["id"]}
    broken = Held(token[:-8] + "AAAAAAAA", proof(certificate))
    return [
        Row("certificate beneath", TRUE, passport(link, held), trusted),
        Row("certificate in an envelope", TRUE, passport(link, in_envelope(token, certificate)), trusted),
        Row("certificate missing", OPEN, passport(link), trusted, AT, "underlying"),
        Row("certificate of another digest", FALSE, passport(wrong, held), trusted, AT, "underlying"),
        Row("certificate expired", FALSE, passport(loose, Held(text, proof(expired))), trusted, AT, "underlying"),
        Row("certificate forged", FALSE, passport(link, broken), trusted, AT, "underlying"),
        Row("certificate off the log", OPEN, passport(link, Held(token)), trusted, AT, "underlying"),
        Row("certificate unreadable", OPEN, passport(link, Held("{}x")), trusted, AT, "underlying"),
    ]


def in_envelope(token: str, content: dict[str, Any]) -> Held:
    return Held(json.dumps(envelope(f"data:application/vc+jwt,{token}")), proof(content))


def taken_back() -> list[Row]:
    """A key that its issuer threw out, used by a thief who cuts the history short before that."""
    log = Log(Signer(3))
    thief, kept = (EdwardsSigner(seed, name=log.did) for seed in (6, 4))
    log.go_on(Signer(3), document(thief, name=log.did))
    short = log.text
    log.go_on(Signer(3), document(kept, name=log.did))
    content = credential(issuer=log.did)
    lists = (Listing(LIST, parts.listing(signer=thief, issuer=log.did)),)
    newest = str(log.entries[-1]["versionId"])

    def row(name: str, outcome: str, history: str, known: TrustedIssuer, check: str) -> Row:
        issuers = (Issuer(log.did, history=history),)
        made = bundle(jose.sign(content, thief), content=content, issuers=issuers, lists=lists)
        return Row(name, outcome, written(made), anchors({log.did: known}), AT, check)

    nothing = TrustedIssuer()
    return [
        row("key thrown out, the whole history there", FALSE, log.text, nothing, "proof"),
        row("key thrown out, history cut short before it", OPEN, short, nothing, "key_authorised"),
        row("key thrown out, its control", OPEN, short, nothing, "issuer_controls_key"),
        row("key thrown out, a list by it", OPEN, short, nothing, "status"),
        row("key thrown out, the newest version known", OPEN, short, TrustedIssuer(version=newest), "proof"),
    ]


def of_history() -> list[Row]:
    """Issuers with a history: did:webvh itself, and did:web mirrored by one."""
    log = Log(Signer(3))
    name = log.did
    signer = EdwardsSigner(4, name=name)
    state = document(signer, name=name) | {"alsoKnownAs": ["did:web:mine.example"]}
    log.go_on(Signer(3), state)
    text = "\n".join(json.dumps(entry) for entry in log.entries)
    own = credential(issuer=name, credentialStatus=None)
    token = jose.sign(own, signer)
    versions = [str(entry["versionId"]) for entry in log.entries]
    mirrored = web_document(state)
    web_signer = EdwardsSigner(4)
    web = credential(credentialStatus=None)
    web_token = jose.sign(web, web_signer)
    broken = text.replace('"alsoKnownAs"', '"alsoKnown"', 1)
    ended = Log(Signer(3)).go_on(Signer(3), deactivated=True)

    def known(version: str = "", *keys: str) -> str:
        of_host, of_name = (TrustedIssuer(frozenset(keys), history, version) for history in (name, ""))
        return anchors({HOST: of_host, name: of_name})

    def of_own(history: str) -> str:
        return written(bundle(token, content=own, issuers=(Issuer(name, history=history),)))

    def of_web(history: str) -> str:
        issuer = Issuer(HOST, json.dumps(mirrored), history)
        return written(bundle(web_token, content=web, issuers=(issuer,)))

    stolen = taken_back()
    gone = credential(issuer=ended.did, credentialStatus=None)
    end_text = "\n".join(json.dumps(entry) for entry in ended.entries)
    end_token = jose.sign(gone, EdwardsSigner(4, name=ended.did))
    return [
        Row("own history, no version of it known", OPEN, of_own(text), anchors(), AT, "key_authorised"),
        Row("own history, an older version known", TRUE, of_own(text), known(versions[0])),
        Row("own history, keys known alone", TRUE, of_own(text), known("", signer.public.multibase)),
        Row(
            "own history, other keys known",
            OPEN,
            of_own(text),
            known("", SIGNER.public.multibase),
            AT,
            "issuer_controls_key",
        ),
        *stolen,
        Row("own history", TRUE, of_own(text), known(versions[-1])),
        Row("own history, keys still known", TRUE, of_own(text), known("3-x", signer.public.multibase)),
        Row("own history cut short", OPEN, of_own(text.split("\n")[0]), known(versions[-1]), AT, "proof"),
        Row("own history changed", OPEN, of_own(broken), anchors(), AT, "proof"),
        Row("own history not there", OPEN, of_own(""), anchors(), AT, "proof"),
        Row("history of later", FALSE, of_own(text), anchors(), datetime(2026, 1, 1, 6, tzinfo=UTC), "dates"),
        Row("history of a host", TRUE, of_web(text), known(versions[-1])),
        Row("history of a host, no version of it known", OPEN, of_web(text), known(), AT, "key_authorised"),
        Row("history of a host, keys known alone", TRUE, of_web(text), known("", signer.public.multibase)),
        Row("history of a host, nobody knows it", OPEN, of_web(text), nobody(), AT, "key_authorised"),
        Row("history of a host changed", OPEN, of_web(broken), known(), AT, "proof"),
        Row("history of a host cut short", OPEN, of_web(text), known("3-x"), AT, "proof"),
        Row(
            "history ended",
            FALSE,
            written(bundle(end_token, content=gone, issuers=(Issuer(ended.did, history=end_text),))),
            anchors(),
            AT,
            "key_authorised",
        ),
    ]
