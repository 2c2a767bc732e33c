"""One check has an end: so many questions to the net, each credential examined once, each thing at home read once."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from orepass.credentials import fetching
from orepass.credentials.fetching import SPENT
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.verification import examine
from orepass.kernel.check import Result
from orepass.passport import checking, queries
from orepass.passport.rules.evidence import LINKS_MAX
from orepass.platform import net
from orepass.platform.net import Reply
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import CONTEXT, MINE

pytestmark = pytest.mark.django_db
QUERIES = {"certificate": 21, "passport": 35}
"""How often one check of each asks the database at most, however many ways lead to the same certificate."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every address answer nothing of use, and remember which were asked."""
    seen = list[str]()

    def ask(url: str, **_how: object) -> Reply:
        seen.append(url)
        return Reply(reason="nobody is there")

    monkeypatch.setattr(net, "ask", ask)
    return seen


def linking(chain: Chain, count: int) -> str:
    """A stranger's passport that rests on so many certificates at as many addresses."""
    evidence = [{"type": ["Link"], "linkURL": f"https://slow.example/{number}"} for number in range(count)]
    subject = {"id": "urn:x:battery", "performanceClaim": [{"evidence": evidence}]}
    return MINE.signed("DigitalProductPassport", subject, chain.at)


def beneath(text: str, chain: Chain) -> list[str]:
    found = checking.check(text, at=chain.at, offline=False)
    return [one.reason for one in found.checks if one.name == "underlying" and one.result is Result.UNDETERMINED]


def test_fifty_one_links_are_asked_within_one_budget_and_the_rest_says_so(
    chain: Chain, asked: list[str], settings: Settings
) -> None:
    settings.CHECK_QUESTIONS = 7
    reasons = beneath(linking(chain, 51), chain)
    assert len(reasons) == LINKS_MAX
    assert (len(asked), len(set(asked))) == (7, 7)
    assert sum("nobody is there" in reason for reason in reasons) == 7
    assert sum(SPENT in reason for reason in reasons) == LINKS_MAX - 7


def test_slow_links_are_asked_as_long_as_one_check_may(
    chain: Chain, asked: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHECK_SECONDS = 25
    clock = iter(range(0, 10_000, 10))
    monkeypatch.setattr(fetching.time, "monotonic", lambda: next(clock))
    reasons = beneath(linking(chain, 51), chain)
    assert len(asked) == 3
    assert sum(SPENT in reason for reason in reasons) == LINKS_MAX - 3


def test_all_members_of_a_presentation_share_one_budget(chain: Chain, asked: list[str], settings: Settings) -> None:
    settings.CHECK_QUESTIONS = 9
    members = [json.loads(linking(chain, count)) for count in (20, 21, 22)]
    presented = {"@context": CONTEXT[:1], "type": ["VerifiablePresentation"], "verifiableCredential": members}
    found = checking.check_presentation(json.dumps(presented), at=chain.at, offline=False)
    assert len(asked) == 9
    spent = [sum(SPENT in check.reason for check in one.checks) for one in found.credentials]
    assert spent == [20 - 9, 21 - 9, 22 - 9]


def test_each_member_of_a_presentation_is_examined_once(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    examined = list[str | bytes]()

    def counted(text: str | bytes, *given: object, **named: object) -> object:
        examined.append(text)
        return examine(text, *given, **named)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(checking, "examine", counted)
    tokens = [queries.token(chain.passport().credential.id), queries.token(chain.credential().id)]
    members: list[object] = [{"@context": CONTEXT[:1], "type": ["EnvelopedVerifiableCredential"]} for _token in tokens]
    for member, token in zip(members, tokens, strict=True):
        assert isinstance(member, dict)
        member["id"] = f"data:application/vc+jwt,{token}"
    presented: Document = {"@context": CONTEXT[:1], "type": ["VerifiablePresentation"], "verifiableCredential": members}
    found = checking.check_presentation(json.dumps(presented), at=chain.at, offline=True)
    assert [one.verified for one in found.credentials] == [True, True]
    assert len(examined) == len(set(examined))


@pytest.mark.parametrize("kind", QUERIES)
def test_the_database_is_asked_no_more_often_than_there_are_things_to_know(chain: Chain, kind: str) -> None:
    card = chain.passport().credential if kind == "passport" else chain.credential()
    text = queries.token(card.id)
    with CaptureQueriesContext(connection) as counted:
        found = checking.check(text, at=chain.at, offline=True)
    assert found.verified is True
    assert len(counted) <= QUERIES[kind]


HOSTILE = {
    "identifier": {"id": "urn:x:\0"},
    "issuer": {"issuer": "did:web:x\0"},
    "status list": {
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "1",
            "statusListCredential": "https://demo.orepass.example/status/\0",
        }
    },
    "link": {"name": "A link with a NUL"},
}


@pytest.mark.parametrize("where", HOSTILE)
def test_a_name_that_no_database_holds_is_answered_like_any_stranger(chain: Chain, where: str) -> None:
    evidence = [{"linkURL": "https://demo.orepass.example/\0"}] if where == "link" else []
    subject = {"id": "urn:x:a", "performanceClaim": [{"evidence": evidence}]}
    text = MINE.signed("DigitalProductPassport", subject, chain.at, **HOSTILE[where])
    found = checking.check(text, at=chain.at, offline=True)
    assert found.verified is False
    assert {one.name: one.result for one in found.checks}["identity"] == "undetermined"
