"""Contexts that a home brings itself: pinned by their digest, never changed, and credentials are read with them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from orepass.credentials import contexts, linked_data, queries
from orepass.credentials.actions import BadContext, ContextThere, bring_context
from orepass.credentials.models import BroughtContext
from orepass.credentials.rules.proofs.linked_data import Problem
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.refusal import Denied
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
STEWARD = Actor("per-1", "org-1", frozenset({Role.STEWARD}))
MINE = "https://mine.example/context"
CONTEXT: dict[str, Any] = {"@context": {"grade": "https://mine.example/#grade"}}
DIGEST = contexts.digest_of(CONTEXT)
UNTP = "https://vocabulary.uncefact.org/untp/0.7.0/context/"


def bring(url: str = MINE, document: str = json.dumps(CONTEXT), digest: str = DIGEST) -> queries.ContextCard:
    return bring_context(STEWARD, url=url, document=document, digest=digest, at=AT)


def sources() -> dict[str, str]:
    return {card.url: card.source for card in queries.context_cards()}


def test_a_context_is_kept_for_its_address_and_again_it_changes_nothing() -> None:
    assert bring() == bring(document=json.dumps(CONTEXT, indent=2))
    assert BroughtContext.objects.count() == 1
    assert sources()[MINE] == "brought"
    assert queries.contexts_at_hand()[MINE] == CONTEXT


def test_credentials_of_others_are_read_with_it() -> None:
    document = {"@context": [MINE], "grade": "4.0", "@id": "urn:x:mine"}
    assert linked_data.linked_data().terms(document).problem in {Problem.CONTEXT, Problem.MISSING}
    bring()
    assert linked_data.linked_data().terms(document).problem in {None, Problem.MISSING}


def test_one_that_is_held_here_anyway_is_told_so_and_nothing_is_kept() -> None:
    url = "https://www.w3.org/ns/credentials/v2"
    card = bring(url=url, document=json.dumps(contexts.shipped()[url], indent=2))
    assert (card.source, card.digest) == ("held", contexts.pins()[url].digest)
    assert BroughtContext.objects.count() == 0


def test_what_is_known_and_not_held_is_said_and_what_is_held_is_there() -> None:
    found = sources()
    assert found[UNTP] == "known"
    assert found["https://www.w3.org/ns/credentials/v2"] == "held"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"digest": "0" * 64}, BadContext),
        ({"digest": ""}, BadContext),
        ({"url": UNTP}, BadContext),
        ({"url": "http://mine.example/context"}, BadContext),
        ({"url": "https://mine.example/" + "x" * 300}, BadContext),
        ({"url": "file:///etc/passwd"}, BadContext),
        ({"url": "https://www.w3.org/ns/credentials/v2"}, BadContext),
        ({"document": "{}"}, BadContext),
        ({"document": json.dumps({"@context": "https://elsewhere.example"})}, BadContext),
        ({"document": json.dumps({"@context": {"a": "x" * 500_000}})}, BadContext),
        ({"document": "[]"}, BadDocument),
        ({"document": '{"@context": {}, "@context": {}}'}, BadDocument),
    ],
    ids=str,
)
def test_what_is_no_context_or_another_one_is_refused_and_nothing_is_kept(
    changes: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        bring(**changes)
    assert BroughtContext.objects.count() == 0


def test_an_address_keeps_its_context() -> None:
    bring()
    other = {"@context": {"grade": "https://mine.example/#moisture"}}
    with pytest.raises(ContextThere):
        bring(document=json.dumps(other), digest=contexts.digest_of(other))
    assert queries.contexts_at_hand()[MINE] == CONTEXT


def test_only_a_steward_brings_contexts_and_nothing_goes_onto_the_log() -> None:
    with pytest.raises(Denied):
        bring_context(
            Actor("per-2", "org-1", frozenset({Role.OPERATOR})),
            url=MINE,
            document=json.dumps(CONTEXT),
            digest=DIGEST,
            at=AT,
        )
    assert BroughtContext.objects.count() == 0
    bring()
    assert Entry.objects.count() == 0


def test_a_text_changed_in_the_table_is_left_out() -> None:
    bring()
    BroughtContext.objects.update(text='{"@context": {}}')
    assert MINE not in queries.contexts_at_hand()
