"""Real inputs to spoil: our own of every kind, and the published vectors where they are on this machine."""

import base64
import functools
import json
import os
from pathlib import Path

from orepass.credentials.rules import did, jose, sd_jwt_issuing, status_list
from orepass.credentials.rules.bundle_frames import frames, to_base45
from orepass.transparency.rules import cosignature
from orepass.transparency.rules.checkpoint import Checkpoint, sign_checkpoint
from orepass.transparency.rules.merkle import leaf_hash
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.opening import Opening, write_opening
from orepass.transparency.rules.proof import ConsistencyProof, write_consistency
from tests.rules.credentials import bundle_parts as parts
from tests.rules.credentials.selected import derived
from tests.rules.credentials.signing import SIGNER, credential, proved
from tests.rules.credentials.webvh_logs import Log

REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference"
LARGEST = 24_000
PRESENTATIONS = "credentials/w3c/vcdm-2.0-inputs/**/presentation*"
WITNESS = cosignature.witness_key("w.example", parts.LOG_KEY)
LOG = VerifierKey(parts.ORIGIN, parts.LOG_KEY.public_key().public_bytes_raw())


@functools.cache
def published(pattern: str) -> tuple[bytes, ...]:
    """Return the smaller files of the reference folders that fit a pattern; where the folders are, something does."""
    found = sorted(path for path in REFERENCE.glob(pattern) if path.is_file())
    assert found or not REFERENCE.is_dir(), pattern
    return tuple(path.read_bytes() for path in found if path.stat().st_size <= LARGEST)


@functools.cache
def credentials() -> tuple[bytes, ...]:
    """Return credentials in every form: token, envelope, embedded proof, set and chain."""
    token = jose.sign(credential(), SIGNER)
    envelope = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": f"data:application/vc+jwt,{token}",
        "type": ["EnvelopedVerifiableCredential"],
    }
    whole = parts.credential()
    own = [token, json.dumps(envelope), json.dumps(proved()), json.dumps(proved(proved())), json.dumps(whole)]
    own.append(jose.sign(whole, parts.SIGNER))
    signed = ("credentials/w3c/vc-di-*/**/signed*.json", "credentials/untp/enveloped-vc-jwt/*.json")
    samples = (
        "credentials/untp/0.7.0*/samples/**/*.json",
        "credentials/untp/0.6.1/*/*nstance*.json",
        "credentials/bc-mines-act-permit/*/sample.json",
    )
    return tuple(one.encode() for one in own) + tuple(
        text for pattern in (*signed, *samples) for text in published(pattern)
    )


@functools.cache
def presentations() -> tuple[bytes, ...]:
    """Return presentations: unsigned, with a proof of the holder, with enveloped and embedded credentials."""
    inner = [json.loads(text) for text in credentials()[1:4]]
    whole = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": SIGNER.did,
        "verifiableCredential": inner,
    }
    own = (whole, proved(whole), whole | {"verifiableCredential": inner[0]})
    return tuple(json.dumps(one).encode() for one in own) + published(PRESENTATIONS)


@functools.cache
def documents() -> tuple[bytes, ...]:
    """Return JSON documents of many kinds."""
    own = (parts.document(), did.expand_did_key(SIGNER.did), parts.status_entry(), SIGNER.public.jwk)
    vectors = (
        "credentials/w3c/vcdm-2.0-inputs/**/*.json",
        "credentials/jcs-rfc8785/input/*.json",
        "credentials/jose/**/*",
    )
    return (
        tuple(json.dumps(one).encode() for one in own)
        + credentials()
        + tuple(text for pattern in vectors for text in published(pattern))
    )


@functools.cache
def histories() -> tuple[bytes, ...]:
    """Return logs of did:webvh."""
    log = Log().go_on(portable=False)
    return (log.text.encode(), *published("credentials/did-webvh/*/*/did.jsonl"))


@functools.cache
def notes() -> tuple[bytes, ...]:
    """Return a checkpoint, a proof file of each kind, and a key."""
    head = Checkpoint(parts.ORIGIN, 1, leaf_hash(b"x"))
    note = sign_checkpoint(head, parts.LOG_KEY)
    grown = write_consistency(ConsistencyProof(1, (), note))
    return (note.encode(), grown.encode(), parts.proof(parts.credential()).encode(), str(LOG).encode())


@functools.cache
def openings() -> tuple[bytes, ...]:
    """Return an opened commitment, as its file."""
    said = {"group": "grp-1", "members": [["mem-1", "approved", "yes"]], "salt": "ab" * 16}
    opened = Opening(kind="a.b.c", subject="grp-1", said=said, proof=parts.proof(parts.credential()))
    return (write_opening(opened).encode(),)


@functools.cache
def kept() -> tuple[bytes, ...]:
    """Return what a watcher of a log keeps between two looks."""
    root = base64.b64encode(leaf_hash(b"x")).decode()
    return (json.dumps({"key": str(LOG), "heads": [notes()[0].decode()], "edge": [root]}).encode(),)


@functools.cache
def bundles() -> tuple[bytes, ...]:
    """Return a bundle as a file and as the frames of QR codes, and what a reader relies upon."""
    text = parts.written(parts.bundle())
    return (
        text.encode(),
        "\n".join(frames(text, piece=400)).encode(),
        to_base45(b"some bytes").encode(),
        parts.anchors().encode(),
    )


@functools.cache
def disclosures() -> tuple[bytes, ...]:
    """Return an SD-JWT with disclosures, and one disclosure."""
    salts = iter(("AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBB"))
    token = sd_jwt_issuing.issue(credential(), ["/credentialSubject/name"], SIGNER, salt=lambda: next(salts))
    return (token.encode(), token.split("~")[1].encode())


@functools.cache
def lists() -> tuple[bytes, ...]:
    """Return encoded status lists."""
    return (status_list.encode([1, 4711]).encode(), status_list.encode(range(0, 131_072, 7)).encode())


def selections() -> tuple[bytes, ...]:
    """Return proofs of selected statements, as bytes."""
    return (derived(), derived(()))


def names() -> tuple[bytes, ...]:
    """Return DIDs, keys, paths and other short texts."""
    own = (
        SIGNER.did,
        SIGNER.key_id,
        parts.HOST,
        "did:web:mine.example%3A8443:a:b",
        f"did:webvh:{Log().scid}:mine.example:x",
        SIGNER.public.multibase,
        "tile/0/x001/x234/067.p/8",
        "tile/entries/000",
        f"log {LOG}\nwitness w1 {WITNESS}\nwitness w2 {WITNESS}\ngroup g 1 w1 w2\nquorum g\n",
        "none",
        "2026-11-22T09:00:00Z",
        "4711",
    )
    return tuple(one.encode() for one in own)


SEALED = (
    '{"ciphertext":"-YhMUj1sFFf03Da97_c-Qhmu-KUfpBYWIQ","iv":"jiLZTe2mVYLgWxK1","protected":"eyJlbmMiOiJB'
    'MjU2R0NNIiwiY3R5IjoiYXBwbGljYXRpb24vcGRmIn0","recipients":[{"encrypted_key":"INDJuWffB7uVuwAJziqCgWR'
    'TltoPWUt0B4HZHIgk3UgiUQBeKykaIA","header":{"alg":"ECDH-ES+A256KW","epk":{"crv":"P-256","kty":"EC","x'
    '":"bo5JpA7LqknMMr5DC46Ci-Gc4Xa06cqjsnqn76bm8Cw","y":"zBnZohBENp6Qfp2mIsEJfu9YyxWlzrIPrIBcgm4f39M"},"'
    'kid":"did:web:a.example#auditor-key-1"}},{"encrypted_key":"2eE7w33BKwzcQM0UZ9R1WM6b0YE062hT4rvtLP9fc'
    'qPVT-HKtGi5-A","header":{"alg":"ECDH-ES+A256KW","epk":{"crv":"P-256","kty":"EC","x":"8eIn4RuaSsQjUfV'
    'ENyt-nk1Cx7T-K1vwjqLOd9zBrQk","y":"Y4acPm_DvIXtSTCObBAGslReTiClOQBuR0Ecny0toYs"},"kid":"did:web:a.ex'
    'ample#certifier-key-2"}}],"tag":"xrb_C8SwQakiZb0mZZIhfw"}'
)
"""A file sealed for two readers once and for all: sealing it anew would make another text each time."""


def sealed_files() -> tuple[bytes, ...]:
    """Return a sealed file, and beginnings of one."""
    return (SEALED.encode(), b"{}", b'{"protected": "e30", "recipients": [], "iv": "", "ciphertext": "", "tag": ""}')
