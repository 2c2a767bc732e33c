"""``orepass did`` and ``orepass sd-jwt``: identities made, rotated and ended, credentials shown in parts, checked."""

import json
from pathlib import Path

import pytest

from orepass.platform.home import mark_as_demonstration
from tests.cli.conftest import Run

pytestmark = pytest.mark.any_database
MINE, BUYER = "did:web:demo.orepass.example:mine", "did:web:demo.orepass.example:buyer"
FOR = ("--audience", "https://buyer.example", "--nonce", "n-1")


@pytest.fixture
def steward(run: Run, own_home_for_each_test: Path) -> str:
    """A steward of the organisation whose two identities are there."""
    mark_as_demonstration("x")
    person: str = run("steward", "ann@mine.example", "--organisation", "org-1", "--json").document["person"]
    for path in ("mine", "buyer"):
        made = run("did", "create", path, "--organisation", "org-1", "--name", path, "--as", person, "--json")
        assert made.document["history_did"].endswith(f":demo.orepass.example:{path}")
    return person


def test_an_identity_is_rotated_shown_with_its_history_and_ended(run: Run, steward: str) -> None:
    assert run("did", "rotate", MINE, "--json").error["code"] == "platform.access.denied"
    assert len(run("did", "rotate", MINE, "--as", steward, "--json").document["keys"]) == 4
    shown = run("did", "show", MINE, "--json").document
    assert [version["published"] for version in shown["versions"]] == [True, True]
    assert shown["document"]["alsoKnownAs"] == [shown["identity"]["history_did"]]
    assert [card["id"] for card in run("did", "list", "--json").document["identities"]] == [BUYER, MINE]
    history = run("did", "history", MINE)
    assert [json.loads(line)["versionId"][0] for line in history.out.splitlines()] == ["1", "2"]
    assert run("did", "history", MINE, "--json").document["history"] == history.out
    assert "2 keys sign, 2 retired" in run("did", "list").out
    assert "published" in run("did", "show", MINE).out
    assert run("did", "end", MINE, "--as", steward, "--json").document["deactivated_at"]
    assert "ended" in run("did", "show", MINE).out
    assert run("did", "rotate", MINE, "--as", steward, "--json").error["code"] == "credentials.identity.ended"


def test_any_did_is_resolved_or_the_reason_is_told(run: Run, steward: str) -> None:
    found = run("did", "resolve", MINE, "--offline", "--json")
    assert (found.code, found.document["source"]) == (0, "this home's own DID store")
    assert run("did", "resolve", found.document["document"]["alsoKnownAs"][0], "--offline").code == 0
    stranger = run("did", "resolve", "did:web:elsewhere.example", "--offline", "--json")
    assert (stranger.code, stranger.document["reason"]) == (1, "nobody is asked offline")
    assert "names no host" in run("did", "resolve", "did:web:127.0.0.1").out
    assert run("did", "show", "did:web:none.example", "--json").code == 2
    assert run("did", "history", "--json").code == 2


def test_parts_of_a_credential_are_shown_and_checked(run: Run, steward: str, tmp_path: Path) -> None:
    claims, token, part = tmp_path / "claims", tmp_path / "token", tmp_path / "part"
    claims.write_text('{"given": "Ann", "family": "Kay", "licences": ["a", "b"]}')
    hide = ("--hide", "/given", "--hide", "/licences/1")
    issued = run("sd-jwt", "issue", str(claims), "--did", MINE, *hide, "--holder", BUYER, "--as", steward)
    token.write_text(issued.out)
    assert run("sd-jwt", "show", str(token)).out == "/given\n/licences/1\n"
    shown = run("sd-jwt", "present", str(token), "--show", "/given", "--did", BUYER, *FOR, "--as", steward, "--json")
    part.write_text(shown.document["text"])
    checked = run("sd-jwt", "verify", str(part), *FOR, "--offline", "--json").document
    assert checked["verified"] is True
    assert {name: checked["claims"][name] for name in ("iss", "given", "family", "licences")} == {
        "iss": MINE,
        "given": "Ann",
        "family": "Kay",
        "licences": ["a"],
    }
    assert run("sd-jwt", "verify", str(part), *FOR[:-1], "n-2", "--offline").code == 1
    unsigned = run("sd-jwt", "present", str(token))
    part.write_text(unsigned.out)
    assert run("sd-jwt", "verify", str(part), "--offline").out.endswith("\nverified\n")
    assert "failed        key_binding" in run("sd-jwt", "verify", str(part), *FOR, "--offline").out


@pytest.mark.parametrize("content", [None, b"\xff", b"a" * 4_000_001], ids=["none", "no text", "too large"])
def test_a_token_that_cannot_be_read_is_refused(
    run: Run, own_home_for_each_test: Path, tmp_path: Path, content: bytes | None
) -> None:
    token = tmp_path / "token"
    if content is not None:
        token.write_bytes(content)
    for verb in ("show", "present", "verify"):
        assert run("sd-jwt", verb, str(token), "--json").error["code"] == "cli.file.unreadable"


@pytest.mark.parametrize(
    ("arguments", "where", "missing"),
    [
        (("verify", "-", "--audience", "https://buyer.example"), "--audience", "--nonce"),
        (("verify", "-", "--nonce", "n-1"), "--nonce", "--audience"),
        (("present", "-", "--audience", "https://buyer.example"), "--audience", "--did, --nonce"),
        (("present", "-", "--did", BUYER), "--did", "--audience, --nonce"),
        (("present", "-", "--did", BUYER, "--nonce", "n-1"), "--did", "--audience"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_half_of_an_occasion_is_refused_before_anything_is_said_of_the_token(
    run: Run, arguments: tuple[str, ...], where: str, missing: str
) -> None:
    refused = run("sd-jwt", *arguments, "--json")
    assert (refused.code, refused.error["code"], refused.error["where"]) == (2, "cli.option.half", where)
    assert f"only together with {missing}." in refused.error["message"]


def test_options_of_another_kind_of_credential_are_refused_for_one_shown_in_parts(
    run: Run, steward: str, tmp_path: Path
) -> None:
    claims, token = tmp_path / "claims", tmp_path / "token"
    claims.write_text('{"given": "Ann"}')
    token.write_text(run("sd-jwt", "issue", str(claims), "--did", MINE, "--as", steward).out)
    assert run("verify", str(token), "--offline", "--json").document["verified"] is True
    for option in ("--with", "--proof"):
        assert run("verify", str(token), option, str(claims), "--json").error["code"] == "cli.verify.option"
    key = run("verify", str(token), "--log-key", str(claims), "--json").error
    assert (key["code"], key["where"]) == ("cli.option.half", "--log-key")


def test_no_credential_is_cut_before_it_is_weighed(run: Run, own_home_for_each_test: Path, tmp_path: Path) -> None:
    long = tmp_path / "long"
    long.write_text('{"type": ["VerifiableCredential"]}' + " " * 4_000_000)
    for words in (("trust", "graph", str(long)), ("verify", str(long)), ("context", "bring", MINE, str(long))):
        refused = run(*words, "--json")
        assert (refused.error["code"], refused.error["where"]) == ("cli.file.unreadable", str(long))


def test_a_credential_of_another_issuer_is_not_signed(run: Run, steward: str, tmp_path: Path) -> None:
    claims = tmp_path / "claims"
    for named in (f'"iss": "{BUYER}"', f'"issuer": {{"id": "{BUYER}"}}'):
        claims.write_text("{" + named + "}")
        asked = run("sd-jwt", "issue", str(claims), "--did", MINE, "--as", steward, "--json")
        assert asked.error["code"] == "credentials.sd_jwt.issuer"
        assert run("sd-jwt", "issue", str(claims), "--as", steward, "--json").code == 0
    assert run("sd-jwt", "issue", "crd-none", "--as", steward, "--json").code == 2
