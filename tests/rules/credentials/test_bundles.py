"""Bundles checked by themselves: what holds, what does not, what stays open, each for the reason it should."""

import json
from typing import Any

import pytest

from orepass.credentials.rules.anchors import TrustedIssuer, read_anchors, write_anchors
from orepass.credentials.rules.bundle import is_bundle, read_bundle, write_bundle
from orepass.credentials.rules.bundled import verify_bundle
from orepass.credentials.rules.keys import base64url
from orepass.credentials.rules.strict_json import BadDocument, parse_object
from orepass.credentials.rules.verification import Verification
from orepass.kernel.check import Result
from orepass.passport.rules.evidence import evidence_links
from orepass.passport.rules.lot_standing import told_of_lot
from orepass.passport.untp import described
from tests.rules.credentials import bundle_parts as parts
from tests.rules.credentials.bundle_parts import FALSE, OPEN, REFUSED, TRUE, Row
from tests.rules.credentials.bundle_related import SEALED
from tests.rules.credentials.bundle_table import rows

TABLE = {row.name: row for row in rows()}
NOT_SIGNED = "what follows them is not signed, and may give its names other meanings."
MEANT = {TRUE: True, FALSE: False, OPEN: None}
AGAINST = {FALSE: Result.FAILED, OPEN: Result.UNDETERMINED}


def anchored(**fields: Any) -> str:
    return json.dumps({"format": "orepass-anchors", "version": 1} | fields)


def checked(row: Row) -> Verification:
    bundle, anchors = read_bundle(row.bundle), read_anchors(row.anchors)
    asked = {"schema": described.faults, "links": evidence_links, "tell": told_of_lot}
    return verify_bundle(bundle, anchors=anchors, at=row.at, **asked)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.outcome != REFUSED])
def test_bundle_is_answered_as_it_should(name: str) -> None:
    row = TABLE[name]
    found = checked(row)
    said = {check.name: check for check in found.checks}
    assert found.verified is MEANT[row.outcome], [check for check in found.checks if check.result != "passed"]
    if row.check:
        assert said[row.check].result is AGAINST[row.outcome], said[row.check]


def reason_of(name: str, check: str) -> str:
    return next(one.reason for one in checked(TABLE[name]).checks if one.name == check)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("good", "Entry 3 of the log."),
        ("kept checkpoint of the same tree", "Entry 3 of the log."),
        *[
            (
                f"kept checkpoint of {which} size",
                f"Entry 3 of the log. Not compared with the checkpoint of {size} entries that is known here.",
            )
            for which, size in (("another", 9), ("an earlier", 5))
        ],
    ],
)
def test_entry_is_said_not_to_be_compared_with_a_checkpoint_of_another_size(name: str, reason: str) -> None:
    assert reason_of(name, "log") == reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("file of its name", "Each of 2 related resources is the one that it names, by digest."),
        *[
            (name, f"1 of 2 related resources were compared: that at {SEALED} is not at hand ({why}).")
            for name, why in (
                ("file left out as too large", "it was left out of the bundle as too large"),
                ("version before and no file", "it is not in the bundle"),
                ("file of another name", "it is not in the bundle"),
            )
        ],
    ],
)
def test_file_that_is_not_there_is_told_with_the_reason(name: str, reason: str) -> None:
    assert reason_of(name, "related") == reason


@pytest.mark.parametrize("name", ["linked data", "selected statements"])
def test_linked_data_is_not_checked_of_a_bundle_whatever_is_installed(name: str) -> None:
    assert reason_of(name, "proof").startswith("Linked data (RDFC-1.0) is not checked of a bundle.")


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("embedded proof", "."),
        ("contexts signed with the content", "."),
        *[
            (
                name,
                f" and the first 2 of its 3 contexts; {NOT_SIGNED}",
            )
            for name in ("a context added behind", "a context of its own added behind")
        ],
    ],
)
def test_contexts_that_are_not_signed_are_told_apart(name: str, rest: str) -> None:
    assert reason_of(name, "proof") == f"The signature fits the content (eddsa-jcs-2022, Ed25519){rest}"


def test_sd_jwt_in_an_envelope_is_named_as_one() -> None:
    for kind, reason in (("application/vc+sd-jwt", "holds an SD-JWT"), ("text/sd-jwt", "holds no token")):
        with pytest.raises(BadDocument, match=reason):
            checked(TABLE[f"SD-JWT in an envelope, {kind}"])


def test_what_nothing_in_a_bundle_can_answer_is_named() -> None:
    found = checked(TABLE["good"]).checks
    assert [one.name for one in found if one.result is Result.NOT_CHECKED and one.name != "underlying"] == [
        "terms",
        "version",
        "identity",
    ]


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.outcome == REFUSED])
def test_what_is_no_bundle_is_refused(name: str) -> None:
    with pytest.raises(BadDocument):
        checked(TABLE[name])


def test_token_that_is_none_is_not_bundled() -> None:
    not_utf8 = base64url(b"\xff")
    for text in ("a.b", f"{not_utf8}.{not_utf8}."):
        with pytest.raises(BadDocument):
            write_bundle(parts.bundle(text))


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        anchored(version=2),
        anchored(logs=5),
        anchored(logs=[{"key": 5}]),
        anchored(logs=[{"key": "a+b+c"}]),
        anchored(logs=[json.loads(parts.anchors())["logs"][0] | {"checkpoint": "none"}]),
        anchored(logs=[json.loads(parts.anchors())["logs"][0] | {"checkpoint": 5}]),
        anchored(issuers=[5]),
        anchored(issuers=[{"did": 5}]),
        anchored(issuers=[{"did": "did:web:x.example", "keys": "z"}]),
        anchored(issuers=[{"did": "did:web:x.example", "keys": [5]}]),
        anchored(issuers=[{"did": "did:web:x.example", "history": 5}]),
        anchored(schemes="x"),
        anchored(schemes={"a": 1}),
        anchored(schemes=[5]),
        anchored(schemes=["x"] * 10_001),
    ],
)
def test_anchors_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        read_anchors(text)


def test_anchors_are_written_as_they_were_read_and_what_was_known_before_stays() -> None:
    text = parts.anchors(checkpoint=parts.other_checkpoint())
    first = read_anchors(text)
    assert write_anchors(first) == parse_object(text)
    later = read_anchors(parts.anchors({"did:web:x.example": TrustedIssuer()}, keys_of=()))
    both = first | later
    assert both.logs == first.logs
    assert both.issuers == {**first.issuers, "did:web:x.example": TrustedIssuer()}


def test_schemes_that_a_reader_recognises_are_written_as_they_were_read_and_added_up() -> None:
    first = read_anchors(anchored(schemes=["urn:x:b", "urn:x:a"]))
    assert write_anchors(first)["schemes"] == ["urn:x:a", "urn:x:b"]
    assert "schemes" not in write_anchors(read_anchors(anchored()))
    both = first | read_anchors(anchored(schemes=["urn:x:c"]))
    assert both.schemes == {"urn:x:a", "urn:x:b", "urn:x:c"}


def test_bundle_is_written_as_it_was_read() -> None:
    for name in ("certificate beneath", "file of its name", "file left out as too large"):
        text = TABLE[name].bundle
        assert write_bundle(read_bundle(text)) == parse_object(text)
    assert is_bundle(text)
    assert not is_bundle("{}")
    assert not is_bundle("no JSON")
