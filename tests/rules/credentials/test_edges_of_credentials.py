"""Where a credential turns from read to refused, or an answer from sure to open: each on both sides of its edge."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.credentials.rules import did, jose, keys, status_list, strict_json
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.status import ENTRIES_MAX, Fetched, check_status
from orepass.kernel.check import Check, Result
from tests.rules.credentials.signing import (
    AT,
    OTHER,
    SIGNER,
    Signer,
    credential,
    refused,
    resolve,
    status_list_credential,
)

LIST = "https://mine.example/list"

# --- JSON with one reading ---


@pytest.mark.parametrize("number", ["9007199254740991", "-9007199254740991"])
def test_the_largest_integer_that_every_reader_reads_alike_is_read(number: str) -> None:
    assert strict_json.parse(number) == int(number)
    refused(lambda: strict_json.parse(number[:-1] + "2"), lambda: strict_json.parse(number + "0"))


def test_a_document_is_as_deep_as_the_limit_and_no_deeper() -> None:
    for opening, end in (("[", "]"), ('{"a":', "}")):
        deepest = opening * strict_json.DEPTH_MAX + "1" + end * strict_json.DEPTH_MAX
        assert strict_json.parse(deepest) is not None
        refused(lambda whole=f"[{deepest}]": strict_json.parse(whole))


def test_a_document_is_as_large_as_the_limit_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "BYTES_MAX", 4)
    assert strict_json.parse("1234") == 1234
    refused(lambda: strict_json.parse("12345"))


def test_the_largest_fraction_is_read_and_what_is_infinite_is_not() -> None:
    assert strict_json.parse("1e308") == 1e308
    refused(lambda: strict_json.parse("1e309"), lambda: strict_json.parse("-1e309"))


def test_half_a_character_is_refused_wherever_it_stands() -> None:
    for text in ('["\\ud800"]', '{"\\ud800": 1}', '{"a": [{"b": "\\udfff"}]}', '["é", "\\ud800"]'):
        refused(lambda given=text: strict_json.parse(given))
    assert strict_json.parse('["\\ud83d\\ude00"]') == ["\N{GRINNING FACE}"]


# --- names and keys ---


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("did:web:mine.example%3A1", "https://mine.example:1/.well-known/did.json"),
        ("did:web:mine.example%3A65535", "https://mine.example:65535/.well-known/did.json"),
        ("did:web:mine.example%3A0", ""),
        ("did:web:mine.example%3A65536", ""),
        ("did:web:mine.example%3A8a", ""),
        ("did:web:mine.example%3A0000443", ""),
        ("did:web:mine.example%3A0100000", ""),
        ("did:web:mine.example:.", ""),
        ("did:web:mine.example:a:..", ""),
        ("did:web:mine.example:a:b", "https://mine.example/a/b/did.json"),
        ("did:web:10.0.0.1", ""),
        ("did:web:mine.1a", ""),
        ("did:web:Mine.example", ""),
    ],
)
def test_a_web_name_has_a_host_a_port_that_exists_and_a_plain_path(name: str, url: str) -> None:
    if url:
        assert did.web_url(name) == url
    else:
        refused(lambda: did.web_url(name))


def test_a_name_may_be_as_long_as_the_limit() -> None:
    longest = "did:key:" + "a" * (did.DID_MAX - len("did:key:"))
    assert did.split(longest) == (longest, "")
    assert did.split("did:key:a#b") == ("did:key:a", "b")
    web = "did:web:mine.example:" + "a" * (did.DID_MAX - len("did:web:mine.example:"))
    assert did.web_url(web).endswith("a/did.json")
    refused(lambda: did.split(longest + "a"), lambda: did.web_url(web + "a"))


def test_the_document_of_a_name_lists_its_keys_for_signing_in_and_for_assertions() -> None:
    built = did.document("did:web:mine.example", [did.Key("k", SIGNER.public)])
    (method,) = built["verificationMethod"]
    assert method["id"] == "did:web:mine.example#k"
    assert (method["type"], method["publicKeyMultibase"]) == ("Multikey", SIGNER.public.multibase)
    assert built["authentication"] == built["assertionMethod"] == [method["id"]]
    assert "alsoKnownAs" not in built


def test_a_key_is_found_by_its_whole_or_its_relative_name_and_not_by_that_of_another() -> None:
    whole = {"id": SIGNER.did, "verificationMethod": ["no key", {"id": "#other"}, {"id": "#k", "is": "it"}]}
    found = did.find_method(whole, f"{SIGNER.did}#k")
    assert found == {"id": "#k", "is": "it"}
    assert did.find_method(whole, "#k") is None
    assert did.find_method(whole, f"{OTHER.did}#k") is None
    embedded = {"id": SIGNER.did, "assertionMethod": ["#k", {"id": "#k", "is": "it"}], "authentication": [{"id": "#a"}]}
    assert did.find_method(embedded, f"{SIGNER.did}#k") == {"id": "#k", "is": "it"}
    assert did.find_method(embedded, f"{SIGNER.did}#a") is None


def test_a_key_may_assert_only_when_it_is_listed_for_that() -> None:
    listed: Any
    for listed in (["#k"], [f"{SIGNER.did}#k"], [{"id": "#k"}], ["#x", "#k"]):
        assert did.may({"id": SIGNER.did, "assertionMethod": listed}, did.ASSERTION, f"{SIGNER.did}#k") is True
    for listed in ([], ["#x"], [f"{OTHER.did}#k"], [{"id": 5}], "#k", None):
        assert did.may({"id": SIGNER.did, "assertionMethod": listed}, did.ASSERTION, f"{SIGNER.did}#k") is False
    assert did.may({"id": SIGNER.did, "authentication": ["#k"]}, did.ASSERTION, f"{SIGNER.did}#k") is False


def test_a_key_text_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SIGNER.public.multibase
    monkeypatch.setattr(keys, "TEXT_MAX", len(text))
    assert keys.from_multibase(text) == SIGNER.public
    monkeypatch.setattr(keys, "TEXT_MAX", len(text) - 1)
    refused(lambda: keys.from_multibase(text))


def test_a_json_web_key_is_of_the_kind_and_the_curve_it_says() -> None:
    jwk = SIGNER.public.jwk
    assert keys.from_jwk(jwk) == SIGNER.public
    for wrong in ({"kty": "EC"}, {"crv": "X25519"}, {"kty": "EC", "crv": "P-256"}, {"crv": "P-256"}, {"kty": None}):
        refused(lambda given=jwk | wrong: keys.from_jwk(given))


def test_base64url_has_one_spelling_without_padding() -> None:
    assert (keys.base64url(b"\xfb\xff"), keys.from_base64url("-_8")) == ("-_8", b"\xfb\xff")
    assert [keys.from_base64url(text) for text in ("", "AA", "AAA", "AAAA")] == [b"", b"\0", b"\0\0", b"\0\0\0"]
    refused(*(lambda text=text: keys.from_base64url(text) for text in ("A", "AB", "AA==", "+/8", "A A", "AA\n", 5)))


# --- status lists ---


def test_a_list_is_as_short_as_the_least_and_as_long_as_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    least = status_list.encode([status_list.LENGTH_MIN - 1])
    assert len(status_list.decode(least)) * 8 == status_list.LENGTH_MIN
    assert status_list.decode(least)[-1] == 1
    refused(lambda: status_list.decode(status_list.encode([], length=status_list.LENGTH_MIN - 8)))
    monkeypatch.setattr(status_list, "BYTES_MAX", status_list.LENGTH_MIN // 8)
    assert status_list.decode(least)[-1] == 1
    refused(lambda: status_list.decode(status_list.encode([], length=status_list.LENGTH_MIN + 8)))


def test_an_index_is_a_decimal_text_or_number_within_the_list() -> None:
    bits = bytes([0b0000_0001, 0b1000_0000])
    assert [status_list.value(bits, index) for index in (6, 7, 8, "7", "15")] == [0, 1, 1, 1, 0]
    refused(
        *(lambda index=index: status_list.value(bits, index) for index in (16, "16", -1, "-1", True, False, 1.0, None))
    )
    refused(lambda: status_list.value(bits, "123456789"))


def test_an_empty_list_carries_neither_time_nor_name_so_that_it_is_always_the_same() -> None:
    packed = keys.from_base64url(status_list.encode([]).removeprefix("u"))
    assert packed[:10] == b"\x1f\x8b\x08" + bytes(5) + b"\x02\xff"


def test_any_index_of_a_list_may_be_drawn() -> None:
    asked: list[int] = []

    def bits(count: int) -> int:
        asked.append(count)
        return (1 << count) - 1

    assert status_list.free_index(set(), bits, length=8) == 7
    assert asked[0] >= (8).bit_length() + 31


def listing(*bits: int, signer: Signer = SIGNER, **fields: Any) -> str:
    subject = {"statusPurpose": fields.pop("purpose", "revocation"), "encodedList": status_list.encode(bits)}
    return jose.sign(status_list_credential(subject, signer.did, **fields), signer)


def entry(purpose: str = "revocation", index: Any = "5", **fields: Any) -> dict[str, Any]:
    base = {"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": index}
    return base | {"statusListCredential": LIST} | fields


def status_of(named: Any, bodies: dict[str, Any]) -> Check:
    def fetch(address: str) -> Fetched:
        return Fetched(bodies.get(address), f"from {address}", "nobody answers")

    return check_status(Presented(credential(credentialStatus=named)), fetch=fetch, resolver=resolve, at=AT)


def test_as_many_entries_as_anyone_needs_are_checked() -> None:
    assert status_of([entry()] * ENTRIES_MAX, {LIST: listing()}).result is Result.PASSED
    assert status_of([entry()] * (ENTRIES_MAX + 1), {LIST: listing()}).result is Result.FAILED


def test_an_entry_of_one_bit_is_read_and_one_of_several_is_not() -> None:
    assert status_of(entry(statusSize=1), {LIST: listing(5)}).result is Result.FAILED
    assert status_of(entry(statusSize=2), {LIST: listing(5)}).result is Result.UNDETERMINED
    assert status_of(entry(type="StatusList2021Entry"), {LIST: listing(5)}).result is Result.UNDETERMINED


def test_a_withdrawal_outweighs_an_open_answer_and_an_open_answer_a_good_one() -> None:
    lost = entry(statusListCredential="https://mine.example/lost")
    bodies = {LIST: listing(5)}
    assert status_of([lost, entry(index=7), entry()], bodies).result is Result.FAILED
    assert status_of([entry(index=7), lost], bodies).result is Result.UNDETERMINED
    good = status_of([entry(index=7), entry(index=8)], bodies)
    assert (good.result, good.params) == (Result.PASSED, {"source": f"from {LIST}"})


def test_a_list_of_the_future_or_with_its_key_not_authorised_decides_nothing() -> None:
    late = (AT + timedelta(minutes=6)).isoformat().replace("+00:00", "Z")
    assert status_of(entry(), {LIST: listing(5, validFrom=late)}).result is Result.UNDETERMINED
    assert status_of(entry(), {LIST: listing(5, signer=OTHER)}).params == {"other": OTHER.did}


@pytest.mark.parametrize(
    ("purpose", "bits", "result", "said"),
    [
        ("revocation", (5,), Result.FAILED, "revoked"),
        ("suspension", (5,), Result.FAILED, "suspended or withdrawn"),
        ("message", (5,), Result.PASSED, "revoked"),
        ("suspension", (4,), Result.PASSED, "revoked"),
    ],
)
def test_each_purpose_means_what_it_says(purpose: str, bits: tuple[int, ...], result: Result, said: str) -> None:
    found = status_of(entry(purpose), {LIST: listing(*bits, purpose=purpose)})
    assert found.result is result
    assert said in found.reason
