"""Every file of the reference folders of credentials and log: what is expected of it, and what Orepass makes of it.

A row is one published vector, with the reason where it is refused or left open, and for signed documents with what the
whole verification comes to beside the signature. Files that only support a vector (keys, steps, schemas that others are
held against) are counted with it, and a file that nobody claims stops the run: nothing in the folders is passed over.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import jsonschema
import yaml
from jsonschema.validators import validator_for

from orepass.credentials import contexts
from orepass.credentials.rdfc_worker import Limits, RdfcWorker
from orepass.credentials.rules import did, jose, keys, strict_json, structure, webvh
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Result
from orepass.kernel.finding import Finding
from orepass.passport.untp import schemas
from orepass.transparency.rules import merkle

AT: Final = datetime(2026, 11, 22, tzinfo=UTC)
HOLDS, REFUSED, OPEN = "holds", "refused", "undetermined"
PINNED, NOT_PINNED = "pinned, equal", "not pinned, never loaded"
ONLY_FOR_VECTORS: Final = {
    "credentials-examples-v2.jsonld": "https://www.w3.org/ns/credentials/examples/v2",
    "citizenship-v4rc1.jsonld": "https://w3id.org/citizenship/v4rc1",
}
KEEPS, BREAKS = "keeps to its schema", "breaks its schema"
NO_RELEASED_SCHEMA: Final = ("/0.5.0", "wip-2026-04-03/samples/dte", "/dfr/", "/cvc/", "untp-svc")
UNKNOWN: Final = "not a version known here"
CATENA_X: Final = "credentials/catena-x/*/*.json"
UNTP: Final = "https://vocabulary.uncefact.org/untp/0.7.0/context/"
PROOF_ALONE: Final = """“Holds” is said of the proof alone: the signature fits the content, and each
proof that it builds on holds. It is not the verdict on the credential. The whole verification stands beside it: the
documents of W3C name an https address as their issuer and sign with a did:key; what that address would
say of the key is not asked here, so that they are left open as credentials of that issuer; the selective ones have
expired besides. The contexts that only these vectors use (examples, citizenship) are lent for this
run: no home holds them, and where a proof over linked data needs one of them it is undetermined
until somebody brings it."""
ATTACKS: Final = """An attack may be refused before the rule that it is meant for is asked, or would be refused without
that rule as well: an empty log is refused for the address in its script, `scid-mismatch-genesis`
for an identifier that is too long to be one, `unknown-method-version` for an identifier that its
content no longer gives; `wrong-cryptosuite` and `did-key-body-fragment-mismatch` would not fit
their signature either, and `pre-rotation-omit-updatekeys` names no key that was committed to.
Attacks of our own, right in everything else, reach each of those rules, and those of the four
published attacks that are not among these vectors (`portable-scid-swap`, `versiontime-future`,
`versiontime-non-monotonic`, `zero-witness-threshold`):
`tests/rules/credentials/test_webvh_attacks.py`."""
NAMES: Final = """The published names have 46 zeros for an identifier, which is none and refused as such. Here each
address is asked for under an identifier that could be one."""
FOREIGN_KEYS: Final = """The published texts are no credentials and are refused for that as well. With the published
keys a credential is signed in `tests/conformance/credentials/test_jose_vectors.py`: it is refused for the
key."""
DATES: Final = {"PAST DATE": "2020-01-01T00:00:00Z", "FUTURE DATE": "2120-01-01T00:00:00Z"}


class Row(NamedTuple):
    """One vector: its file, what its README expects, what came of it, and why."""

    file: str
    expected: str
    actual: str
    why: str = ""


class Said(NamedTuple):
    """What is expected of a vector, what came of it, and why."""

    expected: str
    actual: str
    why: str = ""


class Family(NamedTuple):
    """Vectors of one kind: where they lie, how each is run, which files beside them only support them, what to know."""

    title: str
    vectors: tuple[str, ...]
    run: Callable[[Path], Iterator[Said]]
    support: tuple[str, ...] = ()
    note: str = ""


class Folders:
    """The reference folders, and everything that runs a vector."""

    def __init__(self, reference: Path) -> None:
        """Open the folders and the processor of linked data, with the contexts that only vectors use."""
        self.root = reference
        w3c = reference / "credentials" / "w3c" / "contexts"
        brought = {url: _read(w3c / name) for name, url in ONLY_FOR_VECTORS.items()} | {
            UNTP: _read(reference / "credentials" / "untp" / "0.7.0" / "context" / "untp-context.jsonld"),
        }
        limits = Limits(seconds=60, altogether=3600)
        self.linked_data = RdfcWorker(contexts.shipped() | brought, limits=limits)
        self.as_shipped = RdfcWorker(contexts.shipped(), limits=limits)

    def families(self) -> list[Family]:
        """Name every family of vectors."""
        signed = "credentials/w3c/vc-di-"
        return [
            Family("Inclusion proofs (RFC 6962)", ("tlog/inclusion/**/*.json",), _inclusion),
            Family("Consistency proofs (RFC 6962)", ("tlog/consistency/**/*.json",), _consistency),
            Family(
                "Canonical JSON (RFC 8785)",
                ("credentials/jcs-rfc8785/input/*",),
                _canonical,
                ("credentials/jcs-rfc8785/out*/*",),
            ),
            Family("JSON web signatures (RFC 7520)", ("credentials/jose/jws_rfc7520.json",), _jose, note=FOREIGN_KEYS),
            Family("JSON web keys (RFC 7520)", ("credentials/jose/keys/*",), _jwk),
            Family("Data model 2.0", ("credentials/w3c/vcdm-2.0-inputs/**/*.json",), _vcdm),
            Family(
                "Data Integrity: signed documents, sets and chains",
                (f"{signed}*/*/signed*.json", f"{signed}*/*/proofChainTempDoc1.json"),
                self._signed,
                note=PROOF_ALONE,
                support=(
                    f"{signed}*/*.json",
                    f"{signed}*/*/*.txt",
                    f"{signed}*/*/*[Cc]onfig*.json",
                    f"{signed}eddsa/*/*.json",
                ),
            ),
            Family(
                "Data Integrity: ecdsa-sd-2023",
                tuple(
                    f"{signed}ecdsa/ecdsa-sd-2023/prc/{name}.json"
                    for name in ("addSignedSDBase", "derivedRevealDocument")
                ),
                self._signed,
                (f"{signed}ecdsa/ecdsa-sd-2023/**/*",),
                PROOF_ALONE,
            ),
            Family(
                "did:webvh logs",
                ("credentials/did-webvh/*/*/did.jsonl",),
                _webvh,
                ("credentials/did-webvh/**/*esult*.json", "credentials/did-webvh/**/did-witness.json"),
                ATTACKS,
            ),
            Family("did:webvh names", ("credentials/did-webvh/*/script.yaml",), _names, note=NAMES),
            Family("Contexts", ("credentials/w3c/contexts/*", "credentials/untp/0.7.0/context/*"), _context),
            Family("Tokens signed with VCkit", ("credentials/untp/enveloped-vc-jwt/*",), _vckit),
            Family(
                "UNTP 0.7.0, released",
                ("credentials/untp/0.7.0/samples/**/*.json",),
                _untp,
                ("credentials/untp/0.7.0/schema/**/*",),
            ),
            Family(
                "UNTP 0.7.0, draft of 3 April 2026",
                ("credentials/untp/0.7.0-wip-2026-04-03/samples/**/*.json",),
                _untp,
                ("credentials/untp/0.7.0-wip-2026-04-03/schema/**/*", "credentials/untp/*/vocabularies/**/*"),
            ),
            Family(
                "UNTP 0.6.1",
                ("credentials/untp/0.6.1/*/*nstance*.json",),
                _untp,
                ("credentials/untp/0.6.1/**/*",),
            ),
            Family("UNTP test suite", ("credentials/untp/test-suite-examples/*",), _untp),
            Family(
                "UNTP 0.5.0 and pilots",
                ("credentials/untp/0.5.0*/**/*.json",),
                _untp,
                ("credentials/untp/0.5.0*/**/*",),
            ),
            Family("Render templates", ("credentials/untp/render-template-2024/*",), _rendered),
            Family(
                "Mines Act permit",
                ("credentials/bc-mines-act-permit/*/sample.json",),
                self._signed,
                ("credentials/bc-mines-act-permit/*/*",),
                PROOF_ALONE,
            ),
            Family(
                "Battery passport and Catena-X payloads",
                ("credentials/batterypass/*/*/*payload.json", "credentials/batterypass/*/*/*y.json", CATENA_X),
                _payload,
                ("credentials/batterypass/**/*",),
            ),
            Family("Own summaries of law and standards", ("credentials/derived/*.json",), _summary),
        ]

    def rows(self) -> Iterator[tuple[Family, list[Row]]]:
        """Run every vector, family by family; a vector belongs to the first that names it."""
        seen: set[Path] = set()
        for family in self.families():
            paths = sorted({path for pattern in family.vectors for path in self.root.glob(pattern)} - seen)
            seen |= set(paths)
            yield family, [row for path in paths for row in self._run(family, path)]

    def unclaimed(self) -> list[str]:
        """Return the files that no family claims."""
        patterns = [pattern for family in self.families() for pattern in (*family.vectors, *family.support)]
        claimed = {path for pattern in patterns for path in self.root.glob(pattern)}
        texts = ("README", "LICENSE", "SOURCES")
        files = [path for folder in ("credentials", "tlog") for path in (self.root / folder).rglob("*")]
        return sorted(
            str(path.relative_to(self.root))
            for path in files
            if path.is_file() and path not in claimed and not path.name.startswith(texts)
        )

    def _run(self, family: Family, path: Path) -> Iterator[Row]:
        file = str(path.relative_to(self.root))
        for number, said in enumerate(family.run(path)):
            yield Row(f"{file} ({number + 1})" if number else file, *said)

    def _signed(self, path: Path) -> Iterator[Said]:
        """Say whether the proof holds, and beside it what the whole verification comes to."""
        document = _read(path)
        check, shipped = (
            check_signatures(Presented(document), _by_key, worker)[0] for worker in (self.linked_data, self.as_shipped)
        )
        told = [f"whole verification: {self._whole(document)}"]
        if check.result is not Result.PASSED:
            told.insert(0, check.reason)
        if shipped.result is not check.result:
            told.append(f"with the contexts shipped alone the proof is {shipped.result.value}")
        found = {"passed": HOLDS, "failed": REFUSED}.get(check.result.value, OPEN)
        yield Said("undetermined" if "permit" in str(path) else HOLDS, found, "; ".join(told))

    def _whole(self, document: Any) -> str:  # noqa: ANN401 - any JSON value
        """Sum up every check of a document whose contexts are at hand, with nobody to ask but the key's own name."""
        outside = Outside(_by_key, lambda _url: Fetched(None, reason="nobody is asked"), linked_data=self.linked_data)
        answer = verify_credential(json.dumps(document), outside, at=AT)
        stopped = [
            f"{check.name} {check.result.value}"
            for check in answer.checks
            if check.result is Result.FAILED or (check.result is Result.UNDETERMINED and check.required)
        ]
        verdict = {True: "verified", False: "not verified", None: "undetermined"}[answer.verified]
        return verdict + (f" ({', '.join(stopped)})" if stopped else "")


def _context(path: Path) -> Iterator[Said]:
    """Compare a context with the pinned digests; what is not pinned is never loaded."""
    pinned = {pin.digest for pin in contexts.pins().values()}
    found = PINNED if contexts.digest_of(_read(path)) in pinned else NOT_PINNED
    yield Said(NOT_PINNED if path.name in ONLY_FOR_VECTORS else PINNED, found)


def _read(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    raw = path.read_bytes()
    return json.loads(raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"))


def _by_key(name: str) -> Resolution:
    try:
        return Resolution(did.expand_did_key(name), "the name itself")
    except BadDocument as bad:
        return Resolution(None, reason=str(bad))


def _said(holds: bool) -> str:  # noqa: FBT001 - one answer in, one word out
    return HOLDS if holds else REFUSED


def _hashes(values: list[str] | None) -> list[bytes]:
    return [base64.b64decode(value or "") for value in values or []]


def _inclusion(path: Path) -> Iterator[Said]:
    vector = _read(path)
    leaf, root = _hashes([vector["leafHash"], vector["root"]])
    index, size = vector["leafIdx"], vector["treeSize"]
    held = merkle.inclusion_holds(index=index, size=size, leaf=leaf, proof=_hashes(vector["proof"]), root=root)
    yield Said(_said(not vector["wantErr"]), _said(held))


def _consistency(path: Path) -> Iterator[Said]:
    vector = _read(path)
    old, new = _hashes([vector["root1"], vector["root2"]])
    held = merkle.consistency_holds(
        old=vector["size1"], new=vector["size2"], old_root=old, new_root=new, proof=_hashes(vector["proof"])
    )
    yield Said(_said(not vector["wantErr"]), _said(held))


def _canonical(path: Path) -> Iterator[Said]:
    wanted = bytes.fromhex((path.parents[1] / "outhex" / f"{path.stem}.txt").read_text())
    made = strict_json.canonical(_read(path))
    yield Said(hashlib.sha256(wanted).hexdigest()[:16], hashlib.sha256(made).hexdigest()[:16])


def _jose(path: Path) -> Iterator[Said]:
    """Hold each token against the algorithms that our kinds of key allow: none of these is among them."""
    allowed = set().union(*keys.ALGORITHMS.values())
    for vector in _read(path)["tests"]:
        algorithm = vector["protected"]["alg"]
        why = "" if algorithm in allowed else "no kind of key that is taken here signs with it"
        yield Said(f"refused: {algorithm}", f"{_said(algorithm in allowed)}: {algorithm}", why)


def _jwk(path: Path) -> Iterator[Said]:
    try:
        keys.from_jwk(_read(path))
    except BadDocument as bad:
        yield Said(REFUSED, REFUSED, _reason(bad))
    else:
        yield Said(REFUSED, HOLDS)


def _vcdm(path: Path) -> Iterator[Said]:
    """Fill in what the suite fills in before it asks: an issuer where it is left open, and dates."""
    document = {name: DATES.get(str(value), value) for name, value in _read(path).items()}
    if "VerifiableCredential" in document.get("type", []) or path.name.startswith("credential-"):
        issuer = document.setdefault("issuer", "did:example:issuer") if "no-issuer" not in path.name else None
        if isinstance(issuer, dict):
            issuer.setdefault("id", "did:example:issuer")
    faults = structure.faults(document)
    yield Said(_said(path.stem.endswith("-ok")), _said(not faults), _places(faults))


def _webvh(path: Path) -> Iterator[Said]:
    """Ask for the DID that the log ends with; where it is empty, for the first that its script asks for."""
    negative, log = path.parts[-3].startswith("negative"), path.read_text()
    file = path.with_name("did-witness.json")
    lines = log.splitlines()
    name = json.loads(lines[-1])["state"]["id"] if lines else _shaped(next(_asked(path.parents[1] / "script.yaml")))
    why = _refused_for(lambda: webvh.resolve(name, log, file.read_bytes() if file.exists() else None, at=AT))
    yield Said(_said(not negative), _said(not why), why)


def _names(path: Path) -> Iterator[Said]:
    """Ask for each address under an identifier that could be one: their zeros are refused by themselves."""
    for name in _asked(path):
        why = _refused_for(lambda name=name: did.webvh_url(_shaped(name)))  # type: ignore[misc] # asked at once
        yield Said(f"refused: {name}", f"{_said(not why)}: {name}", why)


def _asked(script: Path) -> Iterator[str]:
    """Go through the addresses that a script asks for."""
    steps = yaml.safe_load(script.read_text())["steps"]
    return (step["did"] for step in steps if step["op"] == "resolve-did")


def _shaped(name: str) -> str:
    return name.replace("0" * 46, "1" * 44)


def _refused_for(call: Callable[[], object]) -> str:
    """Return why a call is refused; empty when it is not."""
    try:
        call()
    except BadDocument as bad:
        return _reason(bad)
    return ""


def _reason(bad: BadDocument) -> str:
    return str(bad.params["reason"])


def _places(faults: list[Finding]) -> str:
    """Say where the faults are, and what is wrong there."""
    return "; ".join(f"{fault.where or '/'}: {fault.message.rstrip('.')}" for fault in faults)


def _vckit(path: Path) -> Iterator[Said]:
    token = jose.parse_token(_read(path)["id"].partition(",")[2])
    raw = bytes.fromhex(did.split(token.header["kid"])[1][:64])
    yield Said(HOLDS, _said(jose.signature_holds(token, keys.PublicKey(keys.ED25519, raw))))


def _untp(path: Path) -> Iterator[Said]:
    """Say whether a sample keeps to the schema of the version it names; a part of a credential is none."""
    document = _read(path)
    faults = schemas.faults(document) if isinstance(document, dict) else None
    found = UNKNOWN if faults is None else KEEPS if not faults else BREAKS
    folder = str(path)
    if any(part in folder for part in NO_RELEASED_SCHEMA) or "VerifiableCredential" not in str(document):
        yield Said(UNKNOWN, found)
    else:
        yield Said(BREAKS if "wip" in folder and "/dia/" in folder else KEEPS, found, _places(faults or []))


def _rendered(path: Path) -> Iterator[Said]:
    """Requests to a renderer: none of them is a credential, so that none is refused for what its name says."""
    credential = _read(path).get("credential")
    faults = _places(structure.faults(credential)) if isinstance(credential, dict) else "/credential: there is none"
    yield Said(_said(path.stem.endswith("-ok")), "not rendered here", f"as a credential: {faults}")


def _payload(path: Path) -> Iterator[Said]:
    """Hold a payload against the schema that lies beside it."""
    if path.name.endswith("-schema.json"):
        schema = _read(path)
        validator_for(schema).check_schema(schema)
        yield Said("is a JSON Schema", "is a JSON Schema")
        return
    schema = _read(next(path.parent.glob("*-schema.json")))
    validator = validator_for(schema, default=jsonschema.Draft4Validator)(schema)
    broken = next(iter(validator.iter_errors(_read(path))), None)
    why = f"/{'/'.join(map(str, broken.absolute_path))}: {broken.message}" if broken else ""
    yield Said(BREAKS if "MaterialComposition" in path.name else KEEPS, BREAKS if broken else KEEPS, why)


def _summary(path: Path) -> Iterator[Said]:
    yield Said("names its source", "names its source" if "source" in _read(path) else "names none")
