"""Numbers of other registers: one organisation each, one LEI each, ended with a reason and never overwritten."""

from datetime import UTC, datetime, timedelta

import pytest

from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.party.actions import end_number, name_organisation, record_number, register_organisation
from orepass.party.actions.numbers import NUMBERS_MAX, NumberEnded, NumberTaken, OneLei, TooManyNumbers
from orepass.party.models import RegisteredNumber
from orepass.party.numbers import NumberCard, numbers_ended, numbers_of, registered_on
from orepass.party.rules.kinds import OrganisationKind
from orepass.party.rules.registered_number import LEI_NAME, NumberUnusable
from orepass.platform.access import Actor, Role
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
FIRST, SECOND = "506700GE1G29325QX363", "5493001KJTIIGC8Y1R12"


@pytest.fixture
def mine() -> Identifier:
    return registered("Mine")


def registered(name: str) -> Identifier:
    return register_organisation(STEWARD, name=name, kind=OrganisationKind.OPERATOR, country="CD", at=AT).id


def of_register(organisation: str, number: str) -> NumberCard:
    return record_number(
        STEWARD, organisation=organisation, number=number, scheme="https://r.example/", scheme_name=" R  egister", at=AT
    )


def test_lei_is_kept_in_capitals_with_its_address_and_once(mine: Identifier) -> None:
    card = record_number(STEWARD, organisation=mine, number="5067 00ge1g29325qx363", at=AT)
    assert (card.number, card.scheme_name, card.organisation) == (FIRST, LEI_NAME, mine)
    assert card.address.endswith(FIRST)
    assert record_number(STEWARD, organisation=mine, number=FIRST, at=AT + timedelta(1)) == card
    assert RegisteredNumber.objects.count() == 1


def test_number_of_another_organisation_and_a_second_lei_are_refused(mine: Identifier) -> None:
    other = registered("Other")
    record_number(STEWARD, organisation=mine, number=FIRST, at=AT)
    with pytest.raises(NumberTaken) as taken:
        record_number(STEWARD, organisation=other, number=FIRST, at=AT)
    assert taken.value.params["organisation"] == mine
    with pytest.raises(OneLei):
        record_number(STEWARD, organisation=mine, number=SECOND, at=AT)
    assert of_register(mine, "1").scheme_name == "R egister"
    assert record_number(STEWARD, organisation=other, number=SECOND, at=AT).organisation == other


def test_ended_number_stays_on_record_and_is_free_for_whoever_has_it(mine: Identifier) -> None:
    card = record_number(STEWARD, organisation=mine, number=FIRST, at=AT)
    ended = end_number(STEWARD, number=card.id, reason="It was another company's.", at=AT + timedelta(1))
    assert ended.ended_at == AT + timedelta(1)
    assert [one.number for one in numbers_of([mine], at=AT)] == [FIRST]
    assert numbers_of([mine], at=AT + timedelta(1)) == []
    assert numbers_of([mine], at=AT - timedelta(1)) == []
    assert numbers_ended([card.id], at=AT) == set()
    assert numbers_ended([card.id], at=AT + timedelta(1)) == {card.id}
    with pytest.raises(NumberEnded):
        end_number(STEWARD, number=card.id, reason="Again.", at=AT + timedelta(2))
    assert record_number(STEWARD, organisation=registered("Other"), number=FIRST, at=AT + timedelta(2)).id != card.id
    assert RegisteredNumber.objects.get(pk=card.id).end_reason == "It was another company's."


def test_only_registered_organisations_have_numbers_and_registers_have_names(mine: Identifier) -> None:
    named = name_organisation(STEWARD, name="Named", at=AT).id
    assert (registered_on(mine), registered_on(named), registered_on("org-NONE")) == (AT.date(), None, None)
    for organisation in (named, "org-NONE"):
        with pytest.raises(NotFound):
            record_number(STEWARD, organisation=organisation, number=FIRST, at=AT)
    with pytest.raises(NumberUnusable) as nameless:
        record_number(STEWARD, organisation=mine, number="1", scheme="https://r.example/", at=AT)
    assert nameless.value.where == "scheme_name"
    with pytest.raises(NotFound):
        end_number(STEWARD, number="num-NONE", reason="-", at=AT)
    assert RegisteredNumber.objects.count() == 0


def test_an_organisation_has_so_many_numbers_and_no_more(mine: Identifier) -> None:
    for number in range(NUMBERS_MAX):
        of_register(mine, str(number))
    with pytest.raises(TooManyNumbers):
        of_register(mine, "one more")
    assert of_register(mine, "0").number == "0"


def test_only_those_who_keep_the_register_record_numbers(mine: Identifier) -> None:
    for role in set(Role) - {Role.STEWARD, Role.SCHEME_STAFF}:
        actor = Actor("per-X", mine, frozenset({role}))
        with pytest.raises(Denied):
            record_number(actor, organisation=mine, number=FIRST, at=AT)
        with pytest.raises(Denied):
            end_number(actor, number="num-NONE", reason="-", at=AT)
    assert RegisteredNumber.objects.count() == 0
