"""The witnesses of the log on their page: a steward asks one, brings its answer by hand, and asks it no more."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.people import register_person
from orepass.transparency import queries
from orepass.transparency.actions import queue_leaf, sequence
from orepass.transparency.witness.cosigning import answered
from orepass.transparency.witness.state import WitnessFolder, make
from tests.certification import STEWARD, World
from tests.web.conftest import Browse

WHERE = "web:witnesses"


@pytest.fixture
def steward(world: World, logged_in: Browse) -> Client:
    queue_leaf(kind="test.thing.happen", subject="thg-1", content_digest="0" * 64, at=world.at)
    sequence(Actor.system("sequencer"), at=world.at)
    person = register_person(STEWARD, name="Steward", purpose="steward", at=world.at).id
    grant_membership(STEWARD, person=person, organisation=world.stranger, role=Role.STEWARD, at=world.at)
    return logged_in(Actor(person, world.stranger, frozenset({Role.STEWARD})))


@pytest.fixture
def witness(tmp_path: Path) -> WitnessFolder:
    make(tmp_path / "witness", name="witness.example/w1", kind="Ed25519")
    return WitnessFolder(tmp_path / "witness")


def post(steward: Client, step: str, **inputs: object) -> int:
    return steward.post(reverse(WHERE), {"step": f"transparency.{step}", **inputs}).status_code


def shown(steward: Client) -> str:
    return steward.get(reverse(WHERE)).content.decode()


def test_a_steward_asks_a_witness_and_brings_its_answer_by_hand(steward: Client, witness: WitnessFolder) -> None:
    assert "No witness is asked" in shown(steward)
    assert post(steward, "witness.accept", verifier_key=str(witness.key)) == 302
    (card,) = queries.witnesses()
    assert "has cosigned nothing yet" in shown(steward)
    witness.watch(queries.head().verifier_key)
    answer = answered(witness, queries.witness_request(card.id), at=1_800_000_000).body
    size = queries.head().size
    assert post(steward, "cosignature.add", witness=card.id, size=size, lines=answer.replace("\n", "\r\n")) == 302
    assert "up to date" in shown(steward)
    assert "witness.example/w1" in Client().get("/log/").content.decode()
    assert post(steward, "witness.dismiss", witness=card.id) == 302
    assert queries.witnesses() == []


def test_a_key_that_is_none_and_a_wrong_answer_are_refused(steward: Client, witness: WitnessFolder) -> None:
    assert post(steward, "witness.accept", verifier_key="nonsense") == 422
    assert queries.witnesses() == []
    post(steward, "witness.accept", verifier_key=str(witness.key))
    (card,) = queries.witnesses()
    assert post(steward, "cosignature.add", witness=card.id, size=queries.head().size, lines="nonsense") == 422
    assert queries.head().cosignatures == ()


def test_the_page_is_for_stewards_only(logged_in: Browse, scheme_staff: Actor) -> None:
    assert logged_in(scheme_staff).get(reverse(WHERE)).status_code in {403, 404}
