"""What holds for every history that is written, and for every selection of parts that is shown."""

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openvc.status import bitstring

from orepass.credentials.rules import sd_jwt_issuing, status_list, webvh, webvh_mirror, webvh_writing
from orepass.credentials.rules.did import Key, document
from orepass.credentials.rules.keys import base64url, from_base64url
from orepass.credentials.rules.sd_jwt import escaped
from orepass.credentials.rules.sd_jwt_checking import Asked, verify_sd_jwt
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument, Document
from tests.rules.credentials.signing import AT, SIGNER, Signer, resolve

WEB = "did:web:mine.example:pit"
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda name: name not in {"_sd", "_sd_alg", "..."} | sd_jwt_issuing.ALWAYS_SHOWN
)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
CLAIMS = st.dictionaries(NAMES, VALUES, max_size=5)


def places(value: Any, path: str = "") -> list[str]:
    """Every place in a document that can be hidden."""
    parts = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    steps = [(f"{path}/{escaped(str(name))}", inner) for name, inner in parts]
    return [place for step, inner in steps for place in (step, *places(inner, step))]


def kept(value: Any, hidden: set[str], shown: set[str], path: str = "") -> Any:
    """The document without what is hidden and not shown."""
    if isinstance(value, dict):
        named = [(name, f"{path}/{escaped(name)}", inner) for name, inner in value.items()]
        return {n: kept(inner, hidden, shown, at) for n, at, inner in named if at not in hidden or at in shown}
    if isinstance(value, list):
        listed = [(f"{path}/{at}", inner) for at, inner in enumerate(value)]
        return [kept(inner, hidden, shown, at) for at, inner in listed if at not in hidden or at in shown]
    return value


def checked(text: str) -> Any:
    found = verify_sd_jwt(text, Asked(resolve, lambda _url: Fetched(None)), at=AT)
    assert found.verified is True
    return {name: value for name, value in found.credential.items() if name != "iss"}


@given(claims=CLAIMS, chosen=st.data())
def test_whatever_is_hidden_and_shown_reads_as_it_was_without_what_is_kept_back(
    claims: dict[str, Any], chosen: st.DataObject
) -> None:
    every = places(claims)
    some = st.sets(st.sampled_from(every)) if every else st.just(set[str]())
    hidden = chosen.draw(some)
    salts = itertools.count()
    text = sd_jwt_issuing.issue(
        {"iss": SIGNER.did, **claims}, sorted(hidden), SIGNER, salt=lambda: base64url(next(salts).to_bytes(16))
    )
    assert checked(text) == claims
    asked = chosen.draw(st.sets(st.sampled_from(sorted(hidden)))) if hidden else set[str]()
    shown = {one for one in hidden for want in asked if f"{want}/".startswith(f"{one}/")}
    part = sd_jwt_issuing.present(text, asked)
    assert checked(part) == kept(claims, hidden, shown)
    texts = [json.loads(from_base64url(one))[-1] for one in part.split("~")[1:-1]]
    assert len(texts) == len(shown)


def history(steps: list[bool]) -> list[Document]:
    """A history with a version for each step; where true, the version commits to another key for the next one."""
    entries: list[Document] = []
    writer = Signer(1)
    for at, commits in enumerate(steps):
        keys = [Key(str(number), Signer(number + 100).public) for number in range(at + 1)]
        name = str(entries[-1]["state"]["id"]) if entries else webvh_writing.placeholder_did(WEB)
        state = document(name, keys, also_known_as=[WEB])
        following = Signer(at + 2)
        hashes = [webvh_writing.commitment(following.public.multibase)] if commits else []
        parameters = {"updateKeys": [writer.public.multibase], "nextKeyHashes": hashes}
        if entries:
            entries.append(webvh_writing.following(entries[-1], state, parameters, at=AT, signer=writer))
        else:
            entries.append(webvh_writing.genesis(state, parameters, at=AT, signer=writer))
        writer = following if commits else writer
    return entries


@settings(max_examples=25)
@given(steps=st.lists(st.booleans(), min_size=1, max_size=6), chosen=st.data())
def test_every_beginning_of_a_history_holds_and_no_other_selection_of_it(
    steps: list[bool], chosen: st.DataObject
) -> None:
    lines = [webvh_writing.line(entry) for entry in history(steps)]
    name, later = str(history(steps)[0]["state"]["id"]), AT + timedelta(days=1)
    for length in range(1, len(lines) + 1):
        versions = webvh.resolve(name, "\n".join(lines[:length]), at=later)
        mirror = webvh_mirror.web_document(versions[-1].document)
        assert len(versions) == len(mirror["verificationMethod"]) == length
        assert (mirror["id"], mirror["alsoKnownAs"]) == (WEB, [name])
    order = chosen.draw(st.permutations(range(len(lines))))[: chosen.draw(st.integers(1, len(lines)))]
    if list(order) != list(range(len(order))):
        with pytest.raises(BadDocument):
            webvh.resolve(name, "\n".join(lines[at] for at in order), at=later)


@settings(max_examples=25)
@given(chosen=st.data())
def test_no_changed_character_of_a_history_goes_unnoticed(chosen: st.DataObject) -> None:
    text = "\n".join(webvh_writing.line(entry) for entry in history([True, True]))
    name = json.loads(text.split("\n")[0])["state"]["id"]
    at = chosen.draw(st.integers(0, len(text) - 1))
    other = chosen.draw(st.characters(codec="ascii").filter(lambda one: one != text[at]))
    bent = text[:at] + other + text[at + 1 :]
    if [json_or_none(line) for line in bent.split("\n")] != [json.loads(line) for line in text.split("\n")]:
        with pytest.raises(BadDocument):
            webvh.resolve(name, bent, at=AT + timedelta(days=1))


def json_or_none(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


@given(st.sets(st.integers(0, status_list.LENGTH_MIN - 1), max_size=20), st.sampled_from([1, 2, 4, 8]), st.data())
def test_another_implementation_reads_the_same_bits_of_a_status_list(
    indices: set[int], size: int, chosen: st.DataObject
) -> None:
    values = {index: chosen.draw(st.integers(1, 2**size - 1)) for index in indices}
    encoded = status_list.encode(values, size=size)
    theirs, ours = bitstring.decode_bitstring(encoded), status_list.decode(encoded)
    assert theirs == ours
    for index, value in values.items():
        bits = [bitstring.get_status_bit(theirs, index * size + place) for place in range(size)]
        assert int("".join(str(int(bit)) for bit in bits), 2) == value == status_list.value(ours, str(index), size=size)
