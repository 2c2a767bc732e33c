"""Everything in credentials, transparency and passport that reads what strangers wrote, and what each is given."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from orepass.credentials.rules import (
    anchors,
    bundle,
    bundle_frames,
    bundled,
    did,
    jose,
    keys,
    presentation,
    presented,
    sd_jwt,
    sd_jwt_checking,
    sealing,
    status,
    status_list,
    strict_json,
    structure,
    validity,
    verification,
    webvh,
)
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs import selective
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.verification import Outside
from orepass.passport.rules import endorsement, evidence, trust_graph
from orepass.passport.untp import schemas
from orepass.transparency import watched
from orepass.transparency.rules import (
    checkpoint,
    cosignature,
    leaf,
    note,
    opening,
    policy,
    proof,
    tile_path,
    witnessing,
)
from orepass.transparency.rules import verification as log_verification
from tests.fuzz import seeds
from tests.rules.credentials import bundle_parts as parts
from tests.rules.credentials import selected
from tests.rules.credentials.signing import AT, SIGNER, resolve
from tests.rules.credentials.signing import credential as own
from tests.rules.credentials.test_sealing import AUDITOR

OUTSIDE = Outside(
    resolver=resolve, status_fetcher=lambda _url: Fetched(parts.listing().encode(), "at hand"), schema=schemas.faults
)
ASKED = sd_jwt_checking.Asked(resolve, OUTSIDE.status_fetcher)


type Seeds = Callable[[], tuple[bytes, ...]]
type Shape = Callable[[Callable[..., object]], Callable[[bytes], object]]


class Target(NamedTuple):
    """One reader of foreign input: what it is called with, and real inputs to spoil."""

    call: Callable[[bytes], object]
    seeds: Seeds


def text(data: bytes) -> str:
    """Turn bytes into a text as whoever reads a file or a request does, or one step worse."""
    return data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")


def value(data: bytes) -> Any:
    """Read a JSON value as everything before it does."""
    return strict_json.parse(data)


def as_it_came(call: Callable[[bytes], object]) -> Callable[[bytes], object]:
    """Call with the bytes."""
    return call


def of_object(call: Callable[[dict[str, Any]], object]) -> Callable[[bytes], object]:
    """Call with a JSON object."""
    return lambda data: call(strict_json.parse_object(data))


def of_value(call: Callable[[Any], object]) -> Callable[[bytes], object]:
    """Call with any JSON value, or with the text itself where it is none."""

    def called(data: bytes) -> object:
        try:
            found = value(data)
        except BadDocument:
            found = text(data)
        return call(found)

    return called


def of_text(call: Callable[[str], object]) -> Callable[[bytes], object]:
    """Call with a text."""
    return lambda data: call(text(data))


def _history(data: bytes) -> object:
    name = Named(data)
    return webvh.resolve(name.did, data, None, at=AT)


class Named:
    """The DID that a spoilt history still claims, or one that it may belong to."""

    def __init__(self, data: bytes) -> None:
        found = data.partition(b'"id":"')[2] or data.partition(b'"id": "')[2]
        self.did = text(found.partition(b'"')[0])[:600] or "did:webvh:x:mine.example"


def _status(entry: Any) -> object:
    asked = Presented(own(credentialStatus=entry))
    return status.check_status(asked, fetch=OUTSIDE.status_fetcher, resolver=resolve, at=AT)


def _status_list(data: bytes) -> object:
    entry = parts.status_entry()
    asked = Presented(own(issuer=parts.HOST, credentialStatus=entry))
    return status.check_status(asked, fetch=lambda _url: Fetched(data, "x"), resolver=resolve, at=AT)


def _did_document(document: dict[str, Any]) -> object:
    name = SIGNER.key_id
    found = did.find_method(document, name)
    return keys.of_method(found) if found else None


def _bundle(data: bytes) -> object:
    return bundled.verify_bundle(bundle.read_bundle(data), anchors=anchors.read_anchors(parts.anchors()), at=parts.AT)


def _anchored(data: bytes) -> object:
    good = bundle.read_bundle(parts.written(parts.bundle()))
    return bundled.verify_bundle(good, anchors=anchors.read_anchors(data), at=parts.AT)


def _witness(data: bytes) -> object:
    kept = checkpoint.parse_checkpoint(seeds.notes()[0].decode())
    request = text(data)
    answers = [witnessing.considered(request, keys={parts.ORIGIN: seeds.LOG}, kept=one) for one in (None, kept)]
    return witnessing.origin_asked(request), answers


def _kept(data: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kept.json"
        file.write_bytes(data)
        return watched.read_kept(file, key="").tree()


def _verifies(data: bytes) -> verification.Verification:
    return verification.verify_credential(data, OUTSIDE, at=AT)


def _presented(data: bytes) -> object:
    def each(inner: Any) -> verification.Verification:
        return verification.verify_credential(inner if isinstance(inner, str) else json.dumps(inner), OUTSIDE, at=AT)

    return presentation.verify_presentation(data, OUTSIDE, each, at=AT, occasion=presentation.Occasion("c", "d"))


def named(reader: Callable[..., object]) -> str:
    """Name a reader by its room, its module and itself."""
    _ours, room, *_between, module = reader.__module__.split(".")
    return f"{room}.{module}.{reader.__name__}"


PLAIN: tuple[tuple[Shape, Seeds, tuple[Callable[..., object], ...]], ...] = (
    (as_it_came, seeds.bundles, (bundle.is_bundle, bundle.read_bundle)),
    (as_it_came, seeds.credentials, (presented.read,)),
    (as_it_came, seeds.documents, (strict_json.parse, strict_json.parse_object, strict_json.parse_told)),
    (as_it_came, seeds.selections, (selective.open_derived,)),
    (as_it_came, seeds.openings, (opening.read_opening,)),
    (as_it_came, seeds.presentations, (presentation.read_presentation,)),
    (as_it_came, lambda: (parts.leaf(own()),), (leaf.read_leaf,)),
    (of_text, seeds.bundles, (bundle_frames.from_base45, bundle_frames.is_frames)),
    (of_text, seeds.credentials, (jose.parse_token,)),
    (of_text, seeds.disclosures, (sd_jwt.parse_sd_jwt, sd_jwt.read_disclosure)),
    (of_text, seeds.lists, (note.decoded,)),
    (of_text, seeds.names, (did.expand_did_key, did.method_of, did.web_url, did.webvh_url)),
    (of_text, seeds.names, (keys.from_base58,)),
    (of_text, seeds.names, (checkpoint.parse_number, policy.parse_policy, tile_path.parse_tile_path)),
    (of_text, seeds.notes, (checkpoint.parse_checkpoint, checkpoint.parse_hash, checkpoint.read_checkpoint)),
    (of_text, seeds.notes, (cosignature.parse_witness_key, note.parse_note, note.parse_verifier_key)),
    (of_text, seeds.notes, (proof.read_consistency, proof.read_inclusion)),
    (of_value, seeds.documents, (keys.from_jwk, strict_json.canonical)),
    (of_value, seeds.lists, (keys.from_base64url, status_list.decode)),
    (of_value, seeds.names, (did.split, keys.from_multibase, structure.instant)),
    (of_object, seeds.credentials, (endorsement.endorsements, schemas.faults, schemas.known)),
    (of_object, seeds.documents, (evidence.evidence_links, keys.of_method, structure.faults)),
)
"""Readers that ask for nothing but what is foreign: its shape, and where real ones are."""

KINDS = [trust_graph.PASSPORT, trust_graph.CONFORMITY, trust_graph.ANCHOR]
"""A credential that says it is all three says of itself whatever it can."""

ARRANGED: dict[Callable[..., object], Target] = {
    anchors.read_anchors: Target(_anchored, seeds.bundles),
    bundle_frames.joined: Target(lambda data: bundle_frames.joined(text(data).split("\n")), seeds.bundles),
    bundled.verify_bundle: Target(_bundle, seeds.bundles),
    did.find_method: Target(of_object(_did_document), seeds.documents),
    presentation.verify_presentation: Target(_presented, seeds.presentations),
    selective.verify_derived: Target(
        lambda data: selective.verify_derived(data, SIGNER.public, selected.OPTIONS, selected.GRAPH), seeds.selections
    ),
    sd_jwt_checking.verify_sd_jwt: Target(
        of_text(lambda given: sd_jwt_checking.verify_sd_jwt(given, ASKED, at=AT)), seeds.disclosures
    ),
    sealing.open_sealed: Target(lambda data: sealing.open_sealed(data, [AUDITOR]), seeds.sealed_files),
    status.check_status: Target(of_value(_status), seeds.documents),
    status_list.value: Target(of_value(lambda index: status_list.value(bytes(16_384), index)), seeds.names),
    trust_graph.trust_graph: Target(
        of_object(lambda found: trust_graph.trust_graph([{**found, "type": KINDS}] * 2)), seeds.credentials
    ),
    endorsement.names: Target(of_object(lambda found: endorsement.names(found, parts.HOST)), seeds.credentials),
    endorsement.speaks_for: Target(of_text(lambda given: endorsement.speaks_for(given, given)), seeds.names),
    validity.check_dates: Target(of_object(lambda found: validity.check_dates(found, AT)), seeds.documents),
    validity.check_periods: Target(of_object(lambda found: validity.check_periods(found, AT)), seeds.documents),
    verification.verify_credential: Target(_verifies, seeds.credentials),
    webvh.resolve: Target(_history, seeds.histories),
    cosignature.cosigned_at: Target(of_text(lambda given: cosignature.cosigned_at(given, seeds.WITNESS)), seeds.notes),
    tile_path.read_bundle: Target(lambda data: tile_path.read_bundle(data, 2), lambda: (b"\x00\x01a\x00\x02bc",)),
    log_verification.verify_file: Target(
        of_text(lambda given: log_verification.verify_file(given, key=seeds.LOG, older=seeds.notes()[0].decode())),
        lambda: (*seeds.notes(), *seeds.openings()),
    ),
    watched.read_kept: Target(_kept, seeds.kept),
    witnessing.considered: Target(_witness, seeds.notes),
}
"""Readers that ask for more."""

TARGETS: dict[str, Target] = {
    **{named(reader): Target(shape(reader), given) for shape, given, readers in PLAIN for reader in readers},
    **{named(reader): target for reader, target in ARRANGED.items()},
    "credentials.status of a list": Target(_status_list, lambda: (parts.listing(1).encode(),)),
}
