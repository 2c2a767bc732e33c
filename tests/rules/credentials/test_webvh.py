"""The history of a did:webvh: what holds, and what one wrong thing in it breaks."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from orepass.credentials import outside
from orepass.credentials.fetching import Ask
from orepass.credentials.rules import webvh
from orepass.credentials.rules.did import webvh_url
from orepass.credentials.rules.status import Fetched
from tests.rules.credentials.signing import AT, OTHER, SIGNER, Signer, refused
from tests.rules.credentials.webvh_logs import Log, commitment, hashed, signed

THIRD = Signer(3)


def resolved(log: Log, witnesses: Any = None, did: str = "", at: datetime = AT) -> list[webvh.Version]:
    file = json.dumps(witnesses) if witnesses is not None else None
    return webvh.resolve(did or log.did, log.text, file, at=at)


def breaks(log: Log, witnesses: Any = None, **asked: Any) -> None:
    refused(lambda: resolved(log, witnesses, **asked))


def test_a_log_of_three_versions_ends_in_the_newest_document() -> None:
    log = Log()
    log.go_on(state={"id": log.did, "more": 1}).go_on(state={"id": log.did, "more": 2})
    versions = resolved(log)
    assert [version.document.get("more") for version in versions] == [None, 1, 2]
    assert [version.id.partition("-")[0] for version in versions] == ["1", "2", "3"]


def test_the_address_of_a_log_follows_from_its_name() -> None:
    scid = Log().scid
    assert webvh_url(f"did:webvh:{scid}:mine.example") == (scid, "https://mine.example/.well-known/did.jsonl")
    deep = f"did:webvh:{scid}:mine.example%3A8443:dids:pit"
    assert webvh_url(deep) == (scid, "https://mine.example:8443/dids/pit/did.jsonl")
    wrong = [
        "did:web:mine.example",
        f"did:webvh:{scid}",
        f"did:webvh:{scid[:-1]}0:mine.example",
        "did:webvh:x:y.example",
    ]
    refused(*[lambda name=name: webvh_url(name) for name in wrong])


def test_a_key_that_was_not_allowed_before_writes_nothing() -> None:
    breaks(Log().go_on(OTHER))
    breaks(Log().go_on(OTHER, updateKeys=[OTHER.public.multibase]))
    handed_over = Log().go_on(updateKeys=[OTHER.public.multibase])
    assert len(resolved(handed_over.go_on(OTHER))) == 3
    breaks(handed_over.go_on(SIGNER))


def test_keys_committed_to_before_are_the_only_ones_to_write() -> None:
    committed = [commitment(OTHER)]
    assert len(resolved(Log(nextKeyHashes=committed).go_on(OTHER, updateKeys=[OTHER.public.multibase]))) == 2
    breaks(Log(nextKeyHashes=committed).go_on(SIGNER))
    breaks(Log(nextKeyHashes=committed).go_on(THIRD, updateKeys=[THIRD.public.multibase]))
    breaks(Log(nextKeyHashes=committed).go_on(OTHER, updateKeys=[OTHER.public.multibase, THIRD.public.multibase]))


def test_a_did_moves_only_where_it_was_portable_from_the_start() -> None:
    def moved(log: Log, also: list[str]) -> Log:
        return log.go_on(state={"id": log.did.replace("mine.", "pit."), "alsoKnownAs": also})

    portable = Log(portable=True)
    log = moved(portable, [portable.did])
    assert resolved(log, did=log.did.replace("mine.", "pit."))[-1].document["alsoKnownAs"] == [log.did]
    breaks(log)
    fixed = Log()
    breaks(moved(fixed, [fixed.did]), did=fixed.did.replace("mine.", "pit."))
    forgotten = Log(portable=True)
    breaks(moved(forgotten, []), did=forgotten.did.replace("mine.", "pit."))
    breaks(Log().go_on(portable=True))


def test_witnesses_have_to_have_signed_the_version_or_a_later_one() -> None:
    two = {"threshold": 2, "witnesses": [{"id": OTHER.did}, {"id": THIRD.public.multibase}]}
    log = Log(witness=two)
    assert len(resolved(log, [log.witnessed(0, OTHER, THIRD)])) == 1
    breaks(log)
    breaks(log, [log.witnessed(0, OTHER)])
    breaks(log, [log.witnessed(0, OTHER, OTHER)])
    breaks(log, [log.witnessed(0, OTHER, SIGNER)])
    breaks(log, {"versionId": "x"})
    forged = log.witnessed(0, OTHER, THIRD)
    forged["proof"][1]["created"] = "2026-01-02T00:00:00Z"
    breaks(log, [forged])
    log.go_on()
    breaks(log, [log.witnessed(0, OTHER, THIRD)])
    assert len(resolved(log, [log.witnessed(1, OTHER, THIRD)])) == 2
    strange = {"versionId": "9-x", "proof": []}
    assert len(resolved(log, [strange, log.witnessed(1, OTHER, THIRD), log.witnessed(0, OTHER)])) == 2


def test_new_witnesses_sign_from_the_next_version_on() -> None:
    one = {"threshold": 1, "witnesses": [{"id": OTHER.did}]}
    log = Log().go_on(witness=one)
    assert len(resolved(log)) == 2
    breaks(log.go_on())
    assert len(resolved(log, [log.witnessed(2, OTHER)])) == 3
    assert resolved(log.go_on(witness={}), [log.witnessed(3, OTHER)])[-1].terms.witnesses.threshold == 0


@pytest.mark.parametrize(
    "witness",
    [
        [1],
        {"threshold": 1},
        {"threshold": 0, "witnesses": [{"id": OTHER.did}]},
        {"threshold": 2, "witnesses": [{"id": OTHER.did}]},
        {"threshold": True, "witnesses": [{"id": OTHER.did}]},
        {"threshold": 1, "witnesses": [OTHER.did]},
        {"threshold": 2, "witnesses": [{"id": OTHER.did}, {"id": OTHER.public.multibase}]},
    ],
)
def test_witnesses_that_are_none_are_refused(witness: Any) -> None:
    log = Log(witness=witness)
    breaks(log, [log.witnessed(0, OTHER)])


@pytest.mark.parametrize(
    "parameters",
    [
        {"method": "did:webvh:99.0"},
        {"updateKeys": "z6Mk"},
        {"updateKeys": None},
        {"updateKeys": [1]},
        {"portable": "yes"},
        {"deactivated": 1},
    ],
)
def test_parameters_that_cannot_be_taken_are_refused(parameters: dict[str, Any]) -> None:
    breaks(Log(**parameters))


def test_a_did_that_was_ended_stays_so() -> None:
    ended = Log().go_on(deactivated=True)
    assert resolved(ended)[-1].terms.deactivated
    breaks(ended.go_on())


def test_times_go_forward_and_not_into_the_future() -> None:
    assert len(resolved(Log().go_on(time="2026-01-01T00:00:01Z"))) == 2
    for time in ("2026-01-01T00:00:00Z", "2025-12-31T00:00:00Z", "2026-01-02T00:00:00", "soon"):
        breaks(Log().go_on(time=time))
    assert len(resolved(Log(), at=datetime(2026, 1, 1, tzinfo=UTC))) == 1
    breaks(Log(), at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_a_log_that_lacks_its_beginning_or_a_part_is_refused() -> None:
    log = Log().go_on()
    for lines in ([], log.entries[1:], [log.entries[0], log.entries[0]], [{"versionId": 1}], [{"versionId": "1-x"}]):
        refused(lambda lines=lines: webvh.resolve(log.did, "\n".join(map(json.dumps, lines)), at=AT))
    for part in ("versionId", "parameters", "state", "proof", "versionTime"):
        cut = {name: value for name, value in log.entries[0].items() if name != part}
        refused(lambda cut=cut: webvh.resolve(log.did, json.dumps(cut), at=AT))
    other = Log(path=":other")
    breaks(log, did=other.did)
    refused(lambda: webvh.resolve(other.did, log.text.replace(log.scid, other.scid), at=AT))


def test_an_entry_whose_name_no_longer_fits_its_content_is_refused() -> None:
    entry = Log().entries[0]
    bare = {name: value for name, value in entry.items() if name != "proof"} | {"state": entry["state"] | {"x": 1}}
    renamed = signed(bare, SIGNER)
    refused(lambda: webvh.resolve(entry["state"]["id"], json.dumps(renamed), at=AT))
    # The same with a hash that fits: the name of the DID still says which beginning was meant.
    scid = entry["parameters"]["scid"]
    again = signed(bare | {"versionId": f"1-{hashed(webvh.canonical(bare | {'versionId': scid}))}"}, SIGNER)
    refused(lambda: webvh.resolve(entry["state"]["id"], json.dumps(again), at=AT))


@pytest.mark.parametrize(
    "changes",
    [
        {"cryptosuite": "eddsa-rdfc-2022"},
        {"type": "Ed25519Signature2020"},
        {"proofPurpose": "authentication"},
        {"verificationMethod": f"{OTHER.did}#{SIGNER.public.multibase}"},
        {"verificationMethod": SIGNER.did},
    ],
)
def test_a_proof_of_another_kind_or_key_signs_no_entry(changes: dict[str, str]) -> None:
    log = Log()
    bare = {name: value for name, value in log.entries[0].items() if name != "proof"}
    assert len(webvh.resolve(log.did, json.dumps(signed(bare, SIGNER)), at=AT)) == 1
    refused(lambda: webvh.resolve(log.did, json.dumps(signed(bare, SIGNER, **changes)), at=AT))


def test_a_log_as_long_as_the_limit_is_read_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webvh, "ENTRIES_MAX", 2)
    log = Log().go_on()
    assert len(resolved(log)) == 2
    breaks(log.go_on())


def test_the_verifier_asks_for_the_log_and_for_its_witnesses(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(witness={"threshold": 1, "witnesses": [{"id": OTHER.did}]})
    files = {"did.jsonl": log.text.encode(), "did-witness.json": json.dumps([log.witnessed(0, OTHER)]).encode()}
    asked: list[str] = []

    def fetch(url: str, *, accept: str = "") -> Fetched:
        assert accept
        asked.append(url)
        body = files.get(url.rpartition("/")[2])
        return Fetched(body, url) if body else Fetched(None, reason="HTTP 404")

    monkeypatch.setattr("orepass.credentials.queries.did_document", lambda _name: None)

    def found(ask: Ask = fetch) -> tuple[bool, str]:
        answer = outside.resolver(ask, at=AT)(log.did)
        return answer.document is not None, answer.reason

    assert found() == (True, "")
    assert asked == [f"https://mine.example/.well-known/{name}" for name in files]
    assert found(outside.nobody) == (False, outside.OFFLINE)
    del files["did-witness.json"]
    known, reason = found()
    assert not known
    assert reason.endswith("did-witness.json: HTTP 404)")
    files["did.jsonl"] = Log().go_on(deactivated=True).text.encode()
    log.did = Log().did
    assert found() == (False, "its holder has ended it")
    files.clear()
    assert found() == (False, "HTTP 404")
