"""A membership of an outside council is recorded from its paper, once for each day, and ends once."""

import base64
from datetime import UTC, date, datetime

import pytest

from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.party.actions import end_membership, record_membership, register_organisation
from orepass.party.actions.councils import MembershipOver, MembershipTwice, MembershipUnshown
from orepass.party.actions.organisations import NameMissing
from orepass.party.queries.councils import member_on, member_until
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from tests.untouched import refusing

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))
COUNCIL = "Council of the sample"
BEGAN, OVER = date(2025, 1, 1), date(2026, 1, 1)


@pytest.fixture
def refiner() -> Identifier:
    return register_organisation(STEWARD, name="Or Fin", kind=OrganisationKind.SMELTER, country="CH", at=AT).id


@pytest.fixture
def paper() -> str:
    content = base64.b64encode(b"Members of the council, 2025.").decode()
    return store_evidence(STEWARD, name="list.txt", media_type="text/plain", content_base64=content, at=AT).id


def recorded(of: Identifier, paper: str, *, until: date | None = OVER, council: str = COUNCIL) -> Identifier:
    card = record_membership(
        STEWARD, organisation=of, council=council, valid_from=BEGAN, valid_before=until, evidence=[paper, paper], at=AT
    )
    return card.id


def test_it_holds_from_its_first_day_to_the_day_before_its_end(refiner: Identifier, paper: str) -> None:
    recorded(refiner, paper)
    days = (date(2024, 12, 31), BEGAN, date(2025, 12, 31), OVER)
    assert [member_on(refiner, "council of the SAMPLE", day) for day in days] == [False, True, True, False]
    assert member_until(refiner, COUNCIL, BEGAN) == OVER


def test_without_a_paper_or_a_name_or_with_a_file_of_nobody_it_is_not_recorded(refiner: Identifier, paper: str) -> None:
    for kind, council, evidence in (
        (MembershipUnshown, COUNCIL, []),
        (NameMissing, " ", [paper]),
        (NotFound, COUNCIL, [paper, "0" * 64]),
    ):
        with refusing(kind, "party"):
            record_membership(
                STEWARD, organisation=refiner, council=council, valid_from=BEGAN, evidence=evidence, at=AT
            )


def test_two_of_one_council_on_one_day_are_refused_and_one_that_follows_is_taken(
    refiner: Identifier, paper: str
) -> None:
    recorded(refiner, paper)
    with refusing(MembershipTwice, "party"):
        recorded(refiner, paper, until=None, council="  COUNCIL of the Sample ")
    record_membership(STEWARD, organisation=refiner, council=COUNCIL, valid_from=OVER, evidence=[paper], at=AT)
    assert member_until(refiner, COUNCIL, BEGAN) is None


@pytest.mark.parametrize("day", [OVER, date(2024, 6, 1)])
def test_it_ends_on_a_day_of_its_own(refiner: Identifier, paper: str, day: date) -> None:
    name = recorded(refiner, paper)
    with refusing(MembershipOver, "party") as refusal:
        end_membership(STEWARD, membership=name, ended_from=day, reason="Left.", at=AT)
    assert "it holds from 2025-01-01 to 2025-12-31" in str(refusal.value)


def test_one_recorded_by_mistake_ends_on_its_first_day_never_held_and_is_in_nobodys_way(
    refiner: Identifier, paper: str
) -> None:
    name = recorded(refiner, paper)
    card = end_membership(STEWARD, membership=name, ended_from=BEGAN, reason="Another house.", at=AT)
    assert card.was_taken_back
    assert not member_on(refiner, COUNCIL, BEGAN)
    assert member_until(refiner, COUNCIL, BEGAN) == BEGAN
    earlier = date(2024, 6, 1)
    record_membership(STEWARD, organisation=refiner, council=COUNCIL, valid_from=earlier, evidence=[paper], at=AT)
    assert member_until(refiner, COUNCIL, BEGAN) is None


def test_it_ends_once(refiner: Identifier, paper: str) -> None:
    name = recorded(refiner, paper, until=None)
    end_membership(STEWARD, membership=name, ended_from=date(2025, 6, 1), reason="Left.", at=AT)
    assert member_until(refiner, COUNCIL, BEGAN) == date(2025, 6, 1)
    with refusing(MembershipOver, "party"):
        end_membership(STEWARD, membership=name, ended_from=date(2025, 5, 1), reason="Left.", at=AT)


def test_a_member_records_nothing_of_itself(refiner: Identifier, paper: str) -> None:
    itself = Actor("per-ITSELF", refiner, frozenset({Role.OPERATOR}))
    with refusing(Denied, "party"):
        record_membership(itself, organisation=refiner, council=COUNCIL, valid_from=BEGAN, evidence=[paper], at=AT)
