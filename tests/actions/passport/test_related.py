"""Whether what a credential is related to is still what it names: ours, what was brought along, and from the net."""

import json
from typing import Any

import pytest
from django.test import Client

from orepass.credentials.rules import jose
from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.status import Fetched
from orepass.kernel.digest import digest_bytes
from orepass.passport import bundling, checking, queries
from orepass.passport.models import IssuedCredential
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import CAB, CONTEXT, MINE, Party

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://mine.example/before"


def named(text: str | bytes, url: str = ELSEWHERE) -> dict[str, Any]:
    data = text.encode() if isinstance(text, str) else text
    return {"id": url, "digestMultibase": multibase_digest(digest_bytes(data))}


def statement(chain: Chain, *resources: dict[str, Any], **changes: Any) -> str:
    return MINE.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at, relatedResource=list(resources), **changes)


def token(party: Party, url: str = ELSEWHERE, **changes: Any) -> str:
    said = {"@context": CONTEXT, "id": url, "type": ["VerifiableCredential"], "issuer": party.did}
    return jose.sign(said | {"credentialSubject": {"id": "urn:x:thing"}} | changes, party)


def related(chain: Chain, text: str, *alongside: str, offline: bool = True) -> tuple[str, str]:
    found = checking.check(text, at=chain.at, offline=offline, alongside=alongside)
    (one,) = (check for check in found.checks if check.name == "related")
    assert (found.verified is False) is (one.result == "failed")
    return one.result.value, one.code


def test_version_before_is_compared_and_one_that_was_rewritten_fails_the_later_one(chain: Chain) -> None:
    first = chain.passport().credential
    second = chain.later(days=1).passport(name="Another name").credential
    text = queries.token(second.id)
    assert related(chain, text) == ("passed", "related.as_named")
    stranger = token(MINE, first.url)
    assert related(chain, text, stranger) == ("passed", "related.as_named")
    IssuedCredential.objects.filter(pk=first.id).update(token=stranger)
    assert related(chain, text) == ("failed", "related.differs")


def test_page_tells_it_beside_the_other_checks(chain: Chain) -> None:
    chain.passport()
    second = chain.later(days=1).passport(name="Another name")
    page = Client().get(f"/passports/{second.id}/").content.decode()
    assert "What it is related to" in page


def test_bundle_brings_the_version_before_and_fails_once_that_was_rewritten(chain: Chain) -> None:
    first = chain.passport().credential
    second = chain.later(days=1).passport(name="Another name").credential

    def alone() -> tuple[bool | None, str]:
        made = bundling.bundle_of(second.id, at=chain.at)
        found = bundling.check_bundle(made, anchors=bundling.own_anchors(), at=chain.at)
        (one,) = (check for check in found.checks if check.name == "related")
        assert {held.text for held in made.credentials[1:2]} == {queries.token(first.id)}
        return found.verified, one.code

    assert alone() == (True, "related.as_named")
    IssuedCredential.objects.filter(pk=first.id).update(token=token(MINE, first.url))
    assert alone() == (False, "related.differs")


def test_token_that_was_brought_along_is_compared_byte_by_byte(chain: Chain) -> None:
    before = token(MINE)
    text = statement(chain, named(before))
    assert related(chain, text) == ("not_checked", "related.not_at_hand")
    assert related(chain, text, before) == ("passed", "related.as_named")
    assert related(chain, text, "nonsense", token(CAB), f" {before}\n") == ("passed", "related.as_named")
    for other in (token(CAB), token(MINE, name="x")):
        assert related(chain, text, other) == ("failed", "related.differs")
    assert related(chain, text, token(MINE, "urn:x:other")) == ("not_checked", "related.not_at_hand")


def test_document_that_was_brought_along_may_be_written_anew_and_decides_nothing(chain: Chain) -> None:
    brought = MINE.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at, id=ELSEWHERE)
    text = statement(chain, named(brought))
    found = checking.check(text, at=chain.at, offline=True, alongside=[json.dumps(json.loads(brought), indent=1)])
    (one,) = (check for check in found.checks if check.name == "related")
    assert (one.result, "written otherwise" in one.reason) == ("not_checked", True)


@pytest.mark.parametrize("body", [b"the page", "the page"], ids=["bytes", "text"])
def test_net_is_asked_where_it_may_be(chain: Chain, monkeypatch: pytest.MonkeyPatch, body: str | bytes) -> None:
    answers = {ELSEWHERE: Fetched(body, "mine.example"), "https://gone.example/": Fetched(None, reason="HTTP 404")}
    monkeypatch.setattr("orepass.credentials.outside.asking", lambda **_how: lambda url, **_wanted: answers[url])
    assert related(chain, statement(chain, named("the page")), offline=False) == ("passed", "related.as_named")
    assert related(chain, statement(chain, named("another")), offline=False) == ("failed", "related.differs")
    gone = named("the page", "https://gone.example/")
    assert related(chain, statement(chain, gone), offline=False) == ("not_checked", "related.not_at_hand")


def test_shape_of_what_is_named_belongs_to_the_structure(chain: Chain) -> None:
    for wrong in ({"id": ELSEWHERE}, {"digestMultibase": "zQm"}, {"id": 5}, named("x") | {"mediaType": 5}):
        found = checking.check(statement(chain, wrong), at=chain.at, offline=True)
        assert {check.name: check.result for check in found.checks}["schema"] == "failed"
