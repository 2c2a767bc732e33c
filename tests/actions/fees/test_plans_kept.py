"""Plans of payment kept by who is certified elsewhere: calendar months, misses that restart, the day said."""

from datetime import date, timedelta
from typing import Any

import pytest

from orepass.inclusion.fees.actions import instalment, plan
from orepass.inclusion.fees.actions.book import DayUnusable
from orepass.inclusion.fees.actions.instalment import NoAgreement, NothingOpen
from orepass.inclusion.fees.actions.plan import (
    Elsewhere,
    ElsewhereExpired,
    InDefault,
    NobodySigned,
    PlanState,
    TooEarly,
)
from orepass.inclusion.fees.queries import AccountCard, account_for
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.models import Notice
from orepass.platform.replaying import Result, replay
from tests.actions.fees.conftest import Counter
from tests.certification import on, refuses

OTHER = Elsewhere(certified_by="Kenya organic", number="KE-7", valid_before=date(2030, 1, 1))
START, COMPLETE = date(2026, 1, 15), date(2026, 3, 15)


@pytest.fixture
def fee(world: Counter) -> AccountCard:
    """A registration fee that somebody signed for."""
    return signed(world, START)


def signed(world: Counter, day: date, who: str = "Shaft 1") -> AccountCard:
    card = world.charged(at=on(day))
    return instalment.sign_agreement(world.operator, account=card.id, signatory=who, at=on(day))


def start(world: Counter, fee: AccountCard, day: date = START, **changes: Any) -> AccountCard:
    inputs = {"account": fee.id, "elsewhere": OTHER, "at": on(day), **changes}
    return plan.start_plan(inputs.pop("actor", world.operator), **inputs)


def miss(world: Counter, fee: AccountCard, day: date, **changes: Any) -> AccountCard:
    inputs = {
        "account": fee.id,
        "signatory": "Shaft 1",
        "missed_on": day,
        "note": "sold, not reported",
        "at": on(day),
        **changes,
    }
    return plan.record_miss(inputs.pop("actor", world.staff), **inputs)


def confirm(world: Counter, fee: AccountCard, day: date, **changes: Any) -> AccountCard:
    return plan.confirm_plan(changes.get("actor", world.staff), account=fee.id, at=on(day))


@pytest.mark.parametrize(
    ("started", "last_refused", "first"),
    [
        (date(2023, 1, 15), date(2023, 3, 14), date(2023, 3, 15)),
        (date(2024, 7, 15), date(2024, 9, 14), date(2024, 9, 15)),
        (date(2023, 12, 31), date(2024, 2, 28), date(2024, 2, 29)),
    ],
)
def test_e02_the_certificate_is_given_after_two_calendar_months(
    world: Counter, started: date, last_refused: date, first: date
) -> None:
    fee = signed(world, started)
    start(world, fee, started)
    with refuses(TooEarly) as refused:
        confirm(world, fee, last_refused)
    assert str(first) in str(refused.value)
    card = confirm(world, fee, first)
    assert card.plan is not None
    assert (card.plan.complete_on, card.plan.confirmed_on) == (first, first)
    assert card.inspection_opens is False


def test_e02_a_missed_deduction_restarts_and_one_taken_back_does_not(world: Counter, fee: AccountCard) -> None:
    start(world, fee)
    card = miss(world, fee, date(2026, 2, 10))
    assert card.plan is not None
    assert card.plan.complete_on == date(2026, 4, 10)
    missed = card.plan.steps[-1].id
    with refuses(TooEarly):
        confirm(world, fee, COMPLETE)
    inputs = {"account": fee.id, "note": "it had arrived", "at": on(date(2026, 2, 11))}
    card = plan.excuse_miss(world.staff, missed=missed, **inputs)
    assert card.plan is not None
    assert (card.plan.complete_on, [step.excused for step in card.plan.steps]) == (COMPLETE, [False, True, False])
    with refuses(PlanState):
        plan.excuse_miss(world.staff, missed=missed, **inputs)
    with refuses(NotFound):
        plan.excuse_miss(world.staff, missed="pls-nothing", **inputs)
    assert confirm(world, fee, COMPLETE).plan is not None


def test_months_count_only_while_somebody_has_signed(world: Counter, fee: AccountCard) -> None:
    start(world, fee)
    leaving = {"account": fee.id, "signatory": "Shaft 1"}
    left = instalment.leave_agreement(world.operator, note="alone", at=on(date(2026, 2, 1)), **leaving)
    assert left.plan is not None
    assert left.plan.complete_on is None
    with refuses(NobodySigned):
        confirm(world, fee, COMPLETE)
    back = instalment.sign_agreement(world.operator, at=on(date(2026, 2, 20)), **leaving)
    assert back.plan is not None
    assert back.plan.complete_on == date(2026, 4, 20)


def test_a_plan_needs_a_signature_an_open_fee_and_a_certificate_that_counts(world: Counter) -> None:
    unsigned = world.charged(at=on(START))
    with refuses(NobodySigned):
        start(world, unsigned)
    fee = signed(world, START)
    with refuses(ElsewhereExpired):
        start(world, fee, elsewhere=Elsewhere(certified_by="Kenya organic", number="KE-7", valid_before=START))
    with refuses(NotFound):
        start(
            world,
            fee,
            elsewhere=Elsewhere(certified_by="K", number="7", valid_before=COMPLETE, evidence=("0" * 64,)),
        )
    start(world, fee)
    with refuses(PlanState):
        start(world, fee)
    paid = signed(world, START)
    world.paid(paid, "70")
    with refuses(NothingOpen):
        start(world, paid)


def test_a_settled_fee_waits_for_no_plan(world: Counter, fee: AccountCard) -> None:
    start(world, fee)
    card = world.paid(fee, "70", paid_on=date(2026, 2, 1), at=on(date(2026, 2, 1)))
    assert card.plan is not None
    assert card.plan.complete_on == date(2026, 2, 1)
    with refuses(NothingOpen):
        confirm(world, fee, date(2026, 2, 1))


def test_nobody_keeps_a_plan_while_the_fee_is_in_default(world: Counter, fee: AccountCard) -> None:
    start(world, fee)
    late = date(2026, 6, 1)
    with refuses(InDefault):
        confirm(world, fee, late)
    world.paid(fee, "1", paid_on=late, at=on(late))
    assert confirm(world, fee, late).plan is not None


def test_a_miss_names_a_signatory_and_a_day_of_the_plan(world: Counter, fee: AccountCard) -> None:
    with refuses(PlanState):
        miss(world, fee, START)
    start(world, fee)
    with refuses(NoAgreement):
        miss(world, fee, START, signatory="Shaft 2")
    with refuses(PlanState):
        miss(world, fee, START - timedelta(days=1))
    with refuses(DayUnusable):
        miss(world, fee, START + timedelta(days=2), at=on(START))
    confirm(world, fee, COMPLETE)
    with refuses(PlanState):
        miss(world, fee, COMPLETE)
    with refuses(PlanState):
        confirm(world, fee, COMPLETE)


def test_only_who_charged_confirms_and_only_who_owes_starts(world: Counter, fee: AccountCard) -> None:
    with refuses(Denied):
        start(world, fee, actor=world.staff)
    with refuses(NotFound):
        start(world, fee, actor=world.outsider)
    start(world, fee)
    for actor in (world.operator, world.certifier):
        with refuses(Denied):
            confirm(world, fee, COMPLETE, actor=actor)
        with refuses(Denied):
            miss(world, fee, START, actor=actor)


def test_what_was_confirmed_can_be_recomputed_and_its_sides_are_told(world: Counter, fee: AccountCard) -> None:
    start(world, fee)
    confirm(world, fee, COMPLETE)
    again = [one for one in replay(fee.id) if one.kind == "fees.plan"]
    assert [one.result for one in again] == [Result.EQUAL]
    assert set(again[0].readers) == {world.client, world.scheme}
    told = set(Notice.objects.filter(subject=fee.id).values_list("kind", "organisation"))
    assert ("fees.plan.started", world.scheme) in told
    assert ("fees.plan.confirmed", world.client) in told
    why = [step for step in account_for(world.operator, fee.id, COMPLETE).why if step.kept.rule.startswith("adherence")]
    assert why[0].kept.parameters == {"months": "fees.instalment.adherence_months"}
