"""The record: one link per action, nothing on a refusal, tampering seen."""

from collections.abc import Callable

import pytest

from orepass.kernel.refusal import Denied
from orepass.platform.access import Actor, Role
from orepass.platform.models import Person, Record
from orepass.platform.people import register_person
from orepass.platform.records import check_chain

pytestmark = pytest.mark.django_db

STEWARD = Actor(pseudonym="per-TEST", organisation="org-TEST", roles=frozenset({Role.STEWARD}))
BUYER = Actor(pseudonym="per-BUYER", organisation="org-OTHER", roles=frozenset({Role.BUYER}))


def register(actor: Actor) -> str:
    return register_person(actor, name="Amina K.", purpose="test").id


def test_every_action_adds_one_link_and_the_chain_holds() -> None:
    first, second = register(STEWARD), register(STEWARD)
    records = list(Record.objects.all())
    assert [record.subject for record in records] == [first, second]
    assert records[1].previous == records[0].digest
    assert check_chain() == []


def test_a_refused_action_leaves_nothing_behind() -> None:
    with pytest.raises(Denied):
        register(BUYER)
    assert Person.objects.count() == 0
    assert Record.objects.count() == 0


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Record.objects.filter(sequence=1).update(actor="per-SOMEONE"),
        lambda: Record.objects.filter(sequence=2).update(outcome="0" * 64),
        lambda: Record.objects.filter(sequence=1).update(previous="0" * 64),
    ],
)
def test_an_altered_record_is_noticed(tamper: Callable[[], object]) -> None:
    register(STEWARD)
    register(STEWARD)
    tamper()
    assert [finding.code for finding in check_chain()] == ["platform.record.broken"]


def test_the_record_holds_no_name() -> None:
    register(STEWARD)
    assert "Amina" not in str(list(Record.objects.values()))
