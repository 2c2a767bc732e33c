"""Status lists that nobody should believe: each is right in everything but one thing, and is told with that reason."""

import gzip
import json
from typing import Any

import pytest

from orepass.credentials.rules import status_list
from orepass.credentials.rules.keys import base64url
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.status import Fetched, check_status
from orepass.kernel.check import Check
from tests.rules.credentials.signing import AT, OTHER, SIGNER, Signer, credential, proved, resolve

URL = "https://mine.example/status/1"
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "5",
    "statusListCredential": URL,
}
LEAST = status_list.LENGTH_MIN // 8


def listing(signer: Signer | None = SIGNER, subject: dict[str, Any] | None = None, **fields: Any) -> str:
    """A list of one issuer, with what a list has to have; of nobody, without a signature."""
    said = {
        "id": f"{URL}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": packed(bytes(LEAST)),
    }
    document = credential(
        (signer or SIGNER).did,
        id=URL,
        type=["VerifiableCredential", "BitstringStatusListCredential"],
        credentialSubject=said | (subject or {}),
        validFrom="2026-11-22T00:00:00Z",
        validUntil="2026-11-23T00:00:00Z",
        **fields,
    )
    return json.dumps(proved(document, signer) if signer else document)


def packed(bits: bytes, cut: int | None = None) -> str:
    return "u" + base64url(gzip.compress(bits, mtime=0)[:cut])


def checked(body: str | None, entry: dict[str, Any] | None = None) -> Check:
    presented = Presented(credential(credentialStatus=ENTRY | (entry or {})))
    return check_status(presented, fetch=lambda _url: Fetched(body, "a test", "HTTP 404"), resolver=resolve, at=AT)


def test_the_list_that_the_others_are_made_from_decides() -> None:
    assert checked(listing()).result == "passed"
    assert checked(listing(subject={"encodedList": status_list.encode([5])})).result == "failed"


UNREADABLE: dict[str, tuple[str, str]] = {
    "a bomb": (packed(bytes(40_000_000)), "unpacks to more than two megabytes"),
    "one byte too much": (packed(bytes(2_097_153)), "unpacks to more than two megabytes"),
    "nothing": ("u", "is not gzip"),
    "a header only": (packed(bytes(LEAST), 10), "is not gzip"),
    "the end is missing": (packed(bytes(LEAST), -9), "is not gzip"),
    "too short": (packed(bytes(LEAST - 1)), "is shorter than 131,072 entries"),
    "another alphabet": ("u" + "!" * 40, "is not base64url"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_list_that_cannot_be_unpacked_decides_nothing_and_says_why(name: str) -> None:
    text, reason = UNREADABLE[name]
    answer = checked(listing(subject={"encodedList": text}))
    assert answer.result == "undetermined"
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "could not be fetched: HTTP 404"),
        ("", "it is neither JSON nor a compact token"),
        ("x.y.z", "is not base64url"),
        (listing(None), "The signature of the status list could not be confirmed."),
        (listing(OTHER), f"is issued by {OTHER.did}, not by the issuer"),
        (listing().replace('"revocation"', '"suspension"'), "The signature of the status list could not be confirmed."),
        (listing(subject={"statusPurpose": "suspension"}), "serves another purpose than the entry names"),
    ],
    ids=["not there", "empty", "no token", "unsigned", "of another issuer", "changed", "for another purpose"],
)
def test_a_list_that_nobody_can_rely_on_decides_nothing_and_says_why(body: str | None, reason: str) -> None:
    answer = checked(body)
    assert answer.result == "undetermined"
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        ("131072", "a status index is beyond its list"),
        (131_072, "a status index is beyond its list"),
        ("-1", "a status index is not a decimal number"),
        ("5 ", "a status index is not a decimal number"),
        ("five", "a status index is not a decimal number"),
        (True, "a status index is not a decimal number"),
        (None, "a status index is not a decimal number"),
    ],
)
def test_an_entry_without_a_place_in_its_list_fails_and_says_why(index: object, reason: str) -> None:
    answer = checked(listing(), {"statusListIndex": index})
    assert answer.result == "failed"
    assert reason in answer.reason
