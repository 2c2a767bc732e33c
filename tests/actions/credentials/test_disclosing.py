"""Tokens of this home whose parts are shown one by one: bound to a key, on the log by digest, checked like others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orepass.credentials import outside, queries
from orepass.credentials.actions import (
    AnotherIssuer,
    IdentityEnded,
    NotTheHolder,
    create_identity,
    create_key,
    deactivate_identity,
    issue_sd_jwt,
    present_sd_jwt,
)
from orepass.credentials.rules import sd_jwt_issuing
from orepass.credentials.rules.sd_jwt_checking import Asked, Expected, verify_sd_jwt
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.verification import Verification
from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import Denied, NotFound
from orepass.passport import checking
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry
from tests.rules.credentials.signing import SIGNER

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
STEWARD = Actor(pseudonym="per-1", organisation="org-1", roles=frozenset({Role.STEWARD}))
MINE, BUYER = "did:web:demo.orepass.example:mine", "did:web:demo.orepass.example:buyer"
CLAIMS: dict[str, Any] = {"given": "Ann", "born": "1990-01-01"}


@pytest.fixture(autouse=True)
def identities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    home.mark_as_demonstration("7")
    for path in ("mine", "buyer"):
        create_identity(STEWARD, path=path, organisation="org-1", name=path, at=AT)


def issued(**changes: Any) -> str:
    given: dict[str, Any] = {"did": MINE, "document": CLAIMS, "hidden": ["/given", "/born"], "holder": BUYER, "at": AT}
    return issue_sd_jwt(STEWARD, **(given | changes)).text


def checked(text: str, expected: Expected | None = None) -> Verification:
    asked = Asked(outside.resolver(outside.nobody, at=AT), outside.status_fetcher(outside.nobody, at=AT), expected)
    return verify_sd_jwt(text, asked, at=AT)


def test_a_holder_shows_one_part_to_one_reader() -> None:
    card = present_sd_jwt(STEWARD, did=BUYER, text=issued(), shown=["/born"], audience="a", nonce="n", at=AT)
    found = checked(card.text, Expected("a", "n"))
    assert (found.verified, card.places) == (True, ["/born"])
    assert (found.credential["born"], "given" in found.credential) == ("1990-01-01", False)
    assert checked(card.text, Expected("a", "m")).verified is False


def test_whoever_checks_any_credential_may_hand_in_such_a_token() -> None:
    card = present_sd_jwt(STEWARD, did=BUYER, text=issued(), shown=["/born"], audience="a", nonce="n", at=AT)
    for text in (card.text, card.text.encode()):
        found = checking.check(text, at=AT, offline=True)
        assert (found.verified, found.credential["born"]) == (True, "1990-01-01")
    assert checking.check(card.text.replace("~", "~x", 1), at=AT, offline=True).verified is False


def test_the_log_has_the_digest_of_what_was_signed_and_nothing_of_what_is_hidden() -> None:
    text = issued()
    entry = Entry.objects.get(kind="credentials.sd_jwt.issue")
    assert entry.content_digest == digest_bytes(text.partition("~")[0].encode())
    assert b"Ann" not in bytes(entry.data)


def test_the_same_claims_are_hidden_behind_other_digests_every_time() -> None:
    assert issued() != issued()


def test_a_token_is_bound_to_a_did_key_as_well_and_another_cannot_show_it() -> None:
    text = issued(holder=SIGNER.did)
    assert checked(text).credential["cnf"]["jwk"] == SIGNER.public.jwk
    other = queries.signer_for(BUYER)
    forged = sd_jwt_issuing.present(text, [], holder=other, audience="a", nonce="n", at=AT)
    assert checked(forged, Expected("a", "n")).verified is False
    with pytest.raises(NotTheHolder):
        present_sd_jwt(STEWARD, did=BUYER, text=text, shown=[], audience="a", nonce="n", at=AT)


def test_a_token_bound_to_an_earlier_key_or_to_none_is_not_shown_with_the_present_one() -> None:
    bound, free = issued(), issued(holder="")
    create_key(STEWARD, did=BUYER, at=AT + timedelta(hours=1))
    for text in (bound, free):
        with pytest.raises(NotTheHolder):
            present_sd_jwt(STEWARD, did=BUYER, text=text, shown=[], audience="a", nonce="n", at=AT)
    again = present_sd_jwt(STEWARD, did=BUYER, text=issued(), shown=[], audience="a", nonce="n", at=AT)
    assert checked(again.text, Expected("a", "n")).verified is True


def test_what_cannot_be_signed_leaves_no_leaf() -> None:
    before = Entry.objects.count()
    wrong: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"document": {"iss": BUYER}}, AnotherIssuer),
        ({"document": {"issuer": {"id": BUYER}}}, AnotherIssuer),
        ({"document": {"issuer": 5}}, AnotherIssuer),
        ({"document": {"_sd": []}}, BadDocument),
        ({"document": {"given": 2**53}}, BadDocument),
        ({"hidden": ["/none"]}, BadDocument),
        ({"hidden": ["/iss"]}, BadDocument),
        ({"holder": "did:key:zzz"}, BadDocument),
        ({"holder": "did:web:none.example"}, NotFound),
        ({"did": "did:web:none.example"}, NotFound),
    ]
    for changes, refusal in wrong:
        with pytest.raises(refusal):
            issued(**changes)
    with pytest.raises(Denied):
        issue_sd_jwt(Actor("per-2", "org-2"), did=MINE, document=CLAIMS, hidden=[], at=AT)
    deactivate_identity(STEWARD, did=BUYER, at=AT)
    with pytest.raises(IdentityEnded):
        present_sd_jwt(STEWARD, did=BUYER, text="x", shown=[], audience="a", nonce="n", at=AT)
    with pytest.raises(queries.NoKey):
        issued(holder=BUYER)
    assert Entry.objects.filter(kind="credentials.sd_jwt.issue").count() == 0
    assert Entry.objects.count() == before + 2


def test_nothing_that_was_hidden_can_be_shown_without_its_disclosure() -> None:
    bare = present_sd_jwt(STEWARD, did=BUYER, text=issued(), shown=[], audience="a", nonce="n", at=AT).text
    with pytest.raises(BadDocument):
        present_sd_jwt(STEWARD, did=BUYER, text=bare, shown=["/given"], audience="a", nonce="n", at=AT)
