"""Attacks on the history of a did:webvh, made here so that each reaches the one rule that is meant to stop it.

Some published attack logs are refused before that rule is asked: one holds an identifier of the wrong length, others no
longer fit their own hash or signature. The logs here are right in everything but the one thing: they are named and
signed anew after it was changed. Of the sixteen published attacks four are not among our vectors; they are here too.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from orepass.credentials.rules import webvh
from orepass.credentials.rules.strict_json import BadDocument, canonical
from tests.rules.credentials.signing import AT, OTHER, SIGNER
from tests.rules.credentials.test_chains_of_proofs import CurveSigner
from tests.rules.credentials.webvh_logs import Log, commitment, hashed, signed

VERSION = "the log is of a version of did:webvh that is not known here"
IDENTIFIER = "the identifier is not that of the log's first entry"
UNSIGNED = "an entry of the log is not signed by a key that may write it"
UNCOMMITTED = "a key writes the log that was not committed to before"
WITNESSES = "the witnesses of the log cannot be taken"
TOO_FEW = "too few witnesses have signed the log"
TIMES = "the times of the log do not go forward"
Asked = tuple[str, str, str | None]


def whole(log: Log, *proofs: dict[str, Any], did: str = "") -> Asked:
    """What a reader asks for and gets: the DID, its log, and the proofs of the witnesses."""
    return did or log.did, log.text, json.dumps(proofs) if proofs else None


def signed_as(signer: Any, **changes: str) -> Asked:
    """A first entry whose proof says something else of itself, and is signed that way."""
    log = Log(updateKeys=[signer.did.removeprefix("did:key:") if signer is CURVE else KEY])
    bare = {name: value for name, value in log.entries[0].items() if name != "proof"}
    log.entries = [signed(bare, signer, **changes)]
    return whole(log)


def begun(scid: str, state: str, scid_of_parameters: str) -> Asked:
    """A first entry, rightly hashed and signed, with an identifier of its own choice in each place."""
    log = Log()
    entry = {name: value for name, value in log.entries[0].items() if name not in {"proof", "versionId"}}
    entry = json.loads(json.dumps(entry).replace(log.scid, state))
    entry["parameters"]["scid"] = scid_of_parameters
    if state == "{SCID}":
        scid = hashed(canonical(entry | {"versionId": "{SCID}"}))
        entry = json.loads(json.dumps(entry).replace("{SCID}", scid))
    digest = hashed(canonical(entry | {"versionId": scid}))
    log.entries = [signed(entry | {"versionId": f"1-{digest}"}, SIGNER)]
    return whole(log, did=entry["state"]["id"])


def swapped() -> Log:
    log = Log(portable=True)
    return log.go_on(state={"id": log.did.replace(log.scid, STRANGE), "alsoKnownAs": [log.did]})


def moved() -> Log:
    log = Log(portable=True)
    log.go_on(state={"id": log.did.replace("mine.", "pit."), "alsoKnownAs": [log.did]})
    log.did = log.did.replace("mine.", "pit.")
    return log


STRANGE = hashed(b"another beginning")
KEY = SIGNER.public.multibase
ONE = {"threshold": 1, "witnesses": [{"id": OTHER.did}]}
WITNESSED, ANOTHERS = Log(witness=ONE), Log(path=":another", witness=ONE)
CHANGED = WITNESSED.go_on(witness={})
BODY, TURNED = f"{OTHER.did}#{KEY}", f"{SIGNER.did}#{OTHER.public.multibase}"
CURVE: Any = CurveSigner("P-256", "ES256")

ATTACKS: dict[str, tuple[str, Callable[[], Asked]]] = {
    "unknown-method-version": (VERSION, lambda: whole(Log(method="did:webvh:99.0"))),
    "scid-mismatch-genesis: it names no beginning": (IDENTIFIER, lambda: begun(STRANGE, STRANGE, STRANGE)),
    "scid-mismatch-genesis: its parameters name another": (IDENTIFIER, lambda: begun("", "{SCID}", STRANGE)),
    "wrong-cryptosuite: over linked data": (UNSIGNED, lambda: signed_as(SIGNER, cryptosuite="eddsa-rdfc-2022")),
    "wrong-cryptosuite: of the key": (UNSIGNED, lambda: signed_as(CURVE, cryptosuite="ecdsa-jcs-2019")),
    "did-key-body-fragment-mismatch: of the allowed key": (
        UNSIGNED,
        lambda: signed_as(SIGNER, verificationMethod=BODY),
    ),
    "did-key-body-fragment-mismatch: turned round": (UNSIGNED, lambda: signed_as(SIGNER, verificationMethod=TURNED)),
    "did-key-body-fragment-mismatch: of the attacker": (UNSIGNED, lambda: signed_as(OTHER, verificationMethod=BODY)),
    "pre-rotation-omit-updatekeys": (
        UNCOMMITTED,
        lambda: whole(Log(nextKeyHashes=[commitment(SIGNER)]).go_on()),
    ),
    "duplicate-witness-ids": (
        WITNESSES,
        lambda: whole(
            log := Log(witness={"threshold": 1, "witnesses": [{"id": OTHER.did}] * 2}), log.witnessed(0, OTHER)
        ),
    ),
    "zero-witness-threshold": (WITNESSES, lambda: whole(Log(witness=ONE | {"threshold": 0}))),
    "cross-did-witness-replay: of an older version": (TOO_FEW, lambda: whole(CHANGED, CHANGED.witnessed(0, OTHER))),
    "cross-did-witness-replay: of another DID": (TOO_FEW, lambda: whole(CHANGED, ANOTHERS.witnessed(0, OTHER))),
    "portable-scid-swap": (IDENTIFIER, lambda: whole(swapped())),
    "versiontime-non-monotonic": (TIMES, lambda: whole(Log().go_on(time="2026-01-01T00:00:00Z"))),
    "versiontime-future": (TIMES, lambda: whole(Log().go_on(time="2026-11-22T12:00:01Z"))),
}
"""By the name of the published attack: the reason that is meant, and a log with nothing else wrong."""

HARMLESS: dict[str, Callable[[], Asked]] = {
    "the version that is known": lambda: whole(Log(method="did:webvh:1.0")),
    "the identifier of the beginning": lambda: begun("", "{SCID}", "{SCID}"),
    "the suite and the key that are allowed": lambda: signed_as(SIGNER),
    "the key committed to, named": lambda: whole(Log(nextKeyHashes=[commitment(SIGNER)]).go_on(updateKeys=[KEY])),
    "a witness once": lambda: whole(log := Log(witness=ONE), log.witnessed(0, OTHER)),
    "a witness of the newest version": lambda: whole(CHANGED, CHANGED.witnessed(1, OTHER)),
    "the same identifier elsewhere": lambda: whole(moved()),
    "a second later, and now": lambda: whole(
        Log().go_on(time="2026-01-01T00:00:01Z").go_on(time="2026-11-22T12:00:00Z")
    ),
}


def resolved(asked: Asked) -> list[webvh.Version]:
    did, log, witnesses = asked
    return webvh.resolve(did, log, witnesses, at=AT)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_reaches_the_rule_that_is_meant_for_it(name: str) -> None:
    reason, attack = ATTACKS[name]
    with pytest.raises(BadDocument) as refusal:
        resolved(attack())
    assert refusal.value.params["reason"] == reason


@pytest.mark.parametrize("name", HARMLESS)
def test_the_same_log_without_the_attack_holds(name: str) -> None:
    assert resolved(HARMLESS[name]())
