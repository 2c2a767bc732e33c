"""did:web and did:webvh as two names of one identity: what mirrors what, and which history speaks for which host."""

import json

from orepass.credentials.rules import webvh, webvh_mirror, webvh_writing
from orepass.credentials.rules.did import Key, document
from orepass.credentials.rules.strict_json import Document
from tests.rules.credentials.signing import AT, OTHER, SIGNER, refused

WEB = "did:web:mine.example:pit"


def state(name: str = webvh_writing.placeholder_did(WEB), also: list[str] | None = None) -> Document:
    return document(name, [Key("a", OTHER.public)], also_known_as=[WEB] if also is None else also)


def begun(also: list[str] | None = None, **parameters: object) -> Document:
    given = {"updateKeys": [SIGNER.public.multibase], "nextKeyHashes": []} | parameters
    return webvh_writing.genesis(state(also=also), given, at=AT, signer=SIGNER)


def text(*entries: Document) -> str:
    return "\n".join(webvh_writing.line(entry) for entry in entries)


def test_a_history_has_the_document_of_the_host_it_names() -> None:
    first = begun()
    found = webvh_mirror.web_document(first["state"])
    assert found["id"] == webvh_mirror.web_name(first["state"]["id"]) == WEB
    assert found["alsoKnownAs"] == [first["state"]["id"]]
    assert found["verificationMethod"][0]["id"] == f"{WEB}#a"
    refused(lambda: webvh_mirror.web_document({"id": WEB}))


def test_names_that_are_none_are_left_out_of_a_mirror() -> None:
    state = begun()["state"]
    for also in (None, "x", [], [1]):
        assert webvh_mirror.web_document({**state, "alsoKnownAs": also})["alsoKnownAs"] == [state["id"]]


def test_other_names_of_an_identity_are_kept_in_its_mirror() -> None:
    first = begun(also=["https://mine.example/", WEB])
    found = webvh_mirror.web_document(first["state"])
    assert found["alsoKnownAs"] == ["https://mine.example/", first["state"]["id"]]


def test_times_of_what_is_written_go_forward_whatever_the_clock_says() -> None:
    first = begun()
    second = webvh_writing.following(first, first["state"], {}, at=AT.replace(year=2020), signer=SIGNER)
    assert (first["versionTime"], second["versionTime"]) == ("2026-11-22T12:00:00Z", "2026-11-22T12:00:01Z")
    assert json.loads(webvh_writing.line(second)) == second


def test_witnesses_are_asked_for_by_name_or_not_at_all() -> None:
    assert webvh_writing.witness_parameter([], 1) == {}
    asked = webvh_writing.witness_parameter([OTHER.did], 1)
    assert asked == {"threshold": 1, "witnesses": [{"id": OTHER.did}]}


def test_versions_are_published_as_far_as_their_witnesses_have_signed() -> None:
    asked = webvh_writing.witness_parameter([OTHER.did], 1)
    first = begun()
    second = webvh_writing.following(first, first["state"], {"witness": asked}, at=AT, signer=SIGNER)
    third = webvh_writing.following(second, first["state"], {}, at=AT, signer=SIGNER)
    versions, witnesses = webvh.chain(first["state"]["id"], text(first, second, third), at=AT.replace(hour=23))
    proof = webvh_writing.proof_of({"versionId": versions[2].id}, OTHER, created="2026-11-22T12:00:09Z")
    file = json.dumps([{"versionId": versions[2].id, "proof": [proof]}])
    assert webvh.witnessed_length(versions, witnesses, None) == 2
    assert webvh.witnessed_length(versions, witnesses, file) == 3
    assert webvh.witness_proof_holds(versions[2].id, proof, OTHER.did)
    assert not webvh.witness_proof_holds(versions[1].id, proof, OTHER.did)
    assert not webvh.witness_proof_holds(versions[2].id, proof, SIGNER.did)
    alone = webvh_writing.genesis(
        state(), {"updateKeys": [SIGNER.public.multibase], "witness": asked}, at=AT, signer=SIGNER
    )
    assert webvh.witnessed_length(*webvh.chain(alone["state"]["id"], text(alone), at=AT), None) == 0


def test_an_update_key_signs_under_its_own_name_and_is_committed_to_by_its_hash() -> None:
    multibase = OTHER.public.multibase
    assert webvh_writing.update_key_id(multibase) == OTHER.key_id
    first = begun(nextKeyHashes=[webvh_writing.commitment(multibase)])
    second = webvh_writing.following(first, first["state"], {"updateKeys": [multibase]}, at=AT, signer=OTHER)
    assert len(webvh.resolve(first["state"]["id"], text(first, second), at=AT.replace(hour=23))) == 2
