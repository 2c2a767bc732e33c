"""Status lists of several bits: what an issuer tells of a credential that stands; and lists that nobody can rely on."""

import gzip
import json
from typing import Any

import pytest

from orepass.credentials.rules import status_list
from orepass.credentials.rules.keys import base64url
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.status import Fetched, Kept, check_status
from orepass.credentials.rules.status_message import BITS, StatusMessage, listed, told
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.check import Check
from tests.rules.credentials.signing import (
    AT,
    OTHER,
    SIGNER,
    Signer,
    credential,
    proved,
    resolve,
    status_list_credential,
)

URL = "https://mine.example/status/1"


def listing(values: Any, signer: Signer | None = SIGNER, size: int = BITS, **fields: Any) -> str:
    subject = {"statusPurpose": "message", "encodedList": status_list.encode(values, size=size)} | fields
    document = status_list_credential(subject, validFrom="2026-11-22T00:00:00Z")
    if signer is None:
        return json.dumps(document)
    return json.dumps(proved(document | {"issuer": signer.did}, signer))


def entry(index: object = "5", **fields: Any) -> dict[str, Any]:
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "message",
        "statusListIndex": index,
        "statusListCredential": URL,
        "statusSize": BITS,
        "statusMessage": listed(),
    } | fields


def checked(entries: Any, body: str | None) -> Check:
    presented = Presented(credential(credentialStatus=entries))
    return check_status(presented, fetch=lambda _url: Fetched(body, "test", "HTTP 404"), resolver=resolve, at=AT)


def test_values_of_several_bits_are_read_as_they_were_written() -> None:
    values = {0: 3, 1: 1, 5: 2, 131_071: 3}
    bits = status_list.decode(status_list.encode(values, size=2))
    assert len(bits) * 8 == 2 * status_list.LENGTH_MIN
    found = {index: status_list.value(bits, index, size=2) for index in range(status_list.LENGTH_MIN)}
    assert {index: value for index, value in found.items() if value} == values
    assert bits[0] == 0b11010000


def test_a_superseded_credential_stands_and_says_so() -> None:
    answer = checked(entry(), listing({5: StatusMessage.SUPERSEDED}))
    assert answer.result == "passed"
    assert "A newer credential has taken its place." in answer.reason
    assert told(1) == "superseded"


def test_nothing_to_be_told_is_told_as_nothing() -> None:
    assert checked(entry(), listing({4: 3, 6: 3})).reason == "Neither revoked nor suspended (test)."


def test_a_message_whose_meaning_is_not_given_is_told_by_its_value() -> None:
    meanings: list[Any] = [None, {}, [], [1], [{"status": "0x1", "message": "x"}]]
    for named in meanings:
        assert "0x3" in checked(entry(statusMessage=named), listing({5: 3})).reason
    bare = {name: value for name, value in entry().items() if name not in {"statusSize", "statusMessage"}}
    assert "0x1" in checked(bare, listing([5], size=1)).reason


def test_a_message_beside_a_revocation_does_not_hide_it() -> None:
    def fetch(url: str) -> Fetched:
        return Fetched(listing([7], size=1, statusPurpose="revocation") if url == "r" else listing({5: 1}), "test")

    revoked = {**entry("7"), "statusPurpose": "revocation", "statusListCredential": "r"}
    del revoked["statusSize"]
    presented = Presented(credential(credentialStatus=[entry(), revoked]))
    assert check_status(presented, fetch=fetch, resolver=resolve, at=AT).result == "failed"


@pytest.mark.parametrize("size", [0, -1, 9, "2", 2.0, True, None, [2]])
def test_a_size_that_is_none_is_not_understood(size: object) -> None:
    assert checked(entry(statusSize=size), listing({5: 1})).result == "undetermined"


def test_several_bits_are_understood_for_messages_only() -> None:
    for purpose in ("revocation", "suspension", "refresh"):
        assert checked(entry(statusPurpose=purpose), listing({5: 1}, statusPurpose=purpose)).result == "undetermined"


@pytest.mark.parametrize("index", ["131072", "200000", 131072, "-1", "abc", "", None, "5 ", "٥", 1e3, "99999999999"])
def test_a_status_index_out_of_range_fails(index: object) -> None:
    assert checked(entry(index), listing({5: 1})).result == "failed"


def test_a_list_too_short_for_its_size_fails_the_entry() -> None:
    assert checked(entry(), listing([5], size=1)).result == "failed"


def test_an_unsigned_list_decides_nothing() -> None:
    answer = checked(entry(), listing({5: 0}, signer=None))
    assert (answer.result, answer.reason) == (
        "undetermined",
        "The signature of the status list could not be confirmed.",
    )


def test_a_list_signed_by_another_decides_nothing() -> None:
    assert checked(entry(), listing({}, signer=OTHER)).result == "undetermined"


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(bytes(40_000_000)), gzip.compress(bytes(2_097_153)), b"", b"\x1f\x8b"],
    ids=["bomb", "one byte too much", "nothing", "a header only"],
)
def test_a_gzip_bomb_decides_nothing(packed: bytes) -> None:
    answer = checked(entry(), listing({}, encodedList="u" + base64url(packed)))
    assert answer.result == "undetermined"
    with pytest.raises(BadDocument):
        status_list.decode("u" + base64url(packed))


def test_a_list_that_cannot_be_had_decides_nothing() -> None:
    for body in (None, "", "[]", "{}", "x.y.z"):
        assert checked(entry(), body).result == "undetermined"


def test_a_purpose_beside_revocation_and_suspension_is_named_with_its_source() -> None:
    one = entry(statusPurpose="refresh", statusSize=1)
    assert checked(one, listing([5], size=1, statusPurpose="refresh")).result == "passed"
    assert checked(one, listing([], size=1, statusPurpose="suspension")).result == "undetermined"
    suspended = entry(statusPurpose="suspension", statusSize=1)
    assert checked(suspended, listing([5], size=1, statusPurpose=["suspension"])).result == "failed"


def kept(values: dict[int, int], **fields: Any) -> Kept:
    """The same list, whose keeper is asked itself."""
    given: dict[str, Any] = {
        "issuer": SIGNER.did,
        "purpose": "message",
        "size": BITS,
        "length": status_list.LENGTH_MIN,
        "value": lambda index: values.get(index, 0),
        "source": "test",
    }
    return Kept(**(given | fields))


def asked(entries: Any, of: Kept) -> Check:
    return check_status(Presented(credential(credentialStatus=entries)), fetch=lambda _url: of, resolver=resolve, at=AT)


@pytest.mark.parametrize("index", ["5", 5, "6", "131071", "131072", "-1", "x", None, True])
@pytest.mark.parametrize("purpose", ["message", "revocation"])
def test_the_keeper_of_a_list_says_what_the_list_says(index: object, purpose: str) -> None:
    size = BITS if purpose == "message" else 1
    named = entry(index, statusPurpose=purpose, statusSize=size)
    values = {5: 1, 131_071: 1}
    read = checked(named, listing(values, size=size, statusPurpose=purpose))
    assert asked(named, kept(values, purpose=purpose, size=size)) == read


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issuer": OTHER.did}, f"The status list is issued by {OTHER.did}, not by the issuer."),
        ({"purpose": "revocation"}, "The status list serves another purpose than the entry names."),
        ({"size": 1}, "A status entry is of a kind that is not understood."),
    ],
)
def test_a_kept_list_that_is_not_the_one_of_the_entry_decides_nothing(changes: dict[str, Any], reason: str) -> None:
    def value(_index: int) -> int:
        pytest.fail("the keeper was asked")

    answer = asked(entry(), kept({}, value=value, **changes))
    assert (answer.result, answer.reason) == ("undetermined", reason)
