"""Fees quoted, charged, waived, lessened and paid; corrected by new entries only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from orepass.cli.story.teller import in_process
from orepass.inclusion.fees.actions import charge, correction, quote
from orepass.inclusion.fees.actions.book import AmountUnusable, DayUnusable, TextMissing, TooMuch
from orepass.inclusion.fees.actions.charge import NothingWaived
from orepass.inclusion.fees.actions.correction import AlreadyCorrected
from orepass.inclusion.fees.models import Entry
from orepass.inclusion.fees.queries import (
    account_for,
    account_page,
    accounts_for,
    fee_tasks,
    quote_for,
    quotes_for,
    schedule,
)
from orepass.inclusion.fees.rules.pricing import Measure
from orepass.inclusion.fees.rules.terms import FeeUnknown, NoBuyerLines
from orepass.kernel.computed import InputRefused
from orepass.kernel.kept import recomputed
from orepass.kernel.money import Money, money
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import create_token
from orepass.platform.notices import notices_for
from orepass.platform.replaying import Result, replay, replay_all, replay_for
from orepass.scheme.queries import parameters_by_digest
from tests.actions.fees.conftest import SMALL, Counter
from tests.certification import PACK, refuses


def euro(amount: str) -> Money:
    return money(amount, "EUR")


def test_a_charge_follows_the_schedule_and_keeps_every_step(world: Counter) -> None:
    card = world.charged()
    assert card.open == euro("70.00")
    assert card.due_on == world.at.date() + timedelta(days=30)
    rules = [step.kept.rule for step in card.entries[0].steps]
    assert rules == ["fee-levy", "fee", "fee-bounded", "fee-discounted"]
    assert all(step.explanation and step.kept.pack_digest for step in card.entries[0].steps)
    assert [notice.kind for notice in notices_for(world.operator)] == ["fees.charge.raised"]


def test_every_kept_step_comes_to_the_same_again_with_the_packs_numbers(world: Counter) -> None:
    for entry in Entry.objects.all():
        assert entry.steps == []
    for step in world.charged().entries[0].steps:
        values = parameters_by_digest(step.kept.pack_digest, step.kept.standard)
        assert recomputed(step.kept, values) == []


def test_a_charge_of_an_unknown_fee_or_an_impossible_size_is_refused(world: Counter) -> None:
    with refuses(FeeUnknown):
        world.charged("friendship")
    with refuses(InputRefused):
        world.charged(measure=Measure(sites=-1))
    with refuses(InputRefused):
        world.charged(measure=Measure(revenue=Decimal(1234567890123)))
    with refuses(NotFound):
        world.charged(organisation="org-0000000000000")
    file = world.draft().id
    with refuses(NotFound):
        world.charged(organisation=world.house, application=file)


def test_only_the_schemes_staff_charges(world: Counter) -> None:
    inputs = {"organisation": world.client, "pack_ref": PACK, "standard": "ASM", "fee": "label", "measure": SMALL}
    for actor in (world.operator, world.certifier, world.auditor, world.buyer):
        with refuses(Denied):
            charge.raise_charge(actor, **inputs, at=world.at)


def test_a_quote_has_a_line_for_each_fee_and_owes_nothing(world: Counter) -> None:
    measure = Measure(
        sites=1,
        members=40,
        artisanal=True,
        days=Decimal(3),
        travel=Decimal(200),
        foreign_travel=Decimal(1800),
    )
    card = quote.make_quote(world.operator, pack_ref=PACK, standard="ASM", measure=measure, at=world.at)
    amounts = {line.fee: line.amount for line in card.lines}
    # registration (250 + 40 + 60) less 80 per cent; label 100 less 80 per cent; audit 400 + 50 + 3 × 650 + 200.
    assert amounts == {"registration": euro("70.00"), "label": euro("20.00"), "audit": euro("2600.00")}
    assert card.total == euro("2690.00")
    assert accounts_for(world.operator, world.at.date()) == []
    assert [one.id for one in quotes_for(world.operator)] == [card.id]
    assert quote_for(world.operator, card.id) == card
    proposed = [step for line in card.lines for step in line.steps if step.kept.rule == "auditor-proposed"]
    assert proposed[0].kept.value == "in-country"


def test_without_an_auditor_in_the_country_the_foreign_quote_stands(world: Counter) -> None:
    measure = Measure(sites=1, days=Decimal(1), foreign_travel=Decimal(1800))
    card = quote.make_quote(world.operator, pack_ref=PACK, standard="ASM", measure=measure, at=world.at)
    assert {line.fee: line.amount for line in card.lines}["audit"] == euro("2900.00")


def test_a_group_is_quoted_no_more_than_its_members_alone(world: Counter) -> None:
    measure = Measure(sites=1, members=2, days=Decimal(30))
    card = quote.make_quote(world.operator, pack_ref=PACK, standard="ASM", measure=measure, at=world.at)
    assert {line.fee: line.amount for line in card.lines}["audit"] == euro("2100.00")


def test_a_quote_tells_its_workings_as_plain_text_in_every_answer_as_json(world: Counter) -> None:
    asked = {"pack_ref": PACK, "standard": "ASM", "measure": {"sites": 1, "members": 2}}
    made = in_process(world.operator, "fees.quote.make", asked)
    told = [step["explanation"] for step in made["lines"][0]["steps"]]
    bearer = f"Bearer {create_token(world.operator, scopes=['*']).secret}"
    address = "/api/v1/actions/fees.quote.make"
    answer = Client().post(address, asked, content_type="application/json", headers={"Authorization": bearer})
    assert [step["explanation"] for step in answer.json()["lines"][0]["steps"]] == told
    assert told[0] == ["0 × 0 of volume and 0 × 0 of revenue."]


def test_a_quote_for_another_house_is_the_schemes_to_make(world: Counter) -> None:
    inputs = {"pack_ref": PACK, "standard": "ASM", "measure": SMALL, "organisation": world.client}
    made = quote.make_quote(world.staff, **inputs, at=world.at)
    assert quote_for(world.operator, made.id).organisation == world.client
    with refuses(NotFound):
        quote.make_quote(world.outsider, **inputs, at=world.at)
    for actor in (world.outsider, world.certifier, world.auditor):
        with pytest.raises(NotFound):
            quote_for(actor, made.id)
    with refuses(Denied):
        quote.make_quote(world.auditor, pack_ref=PACK, standard="ASM", measure=SMALL, at=world.at)


def test_a_buyer_is_told_what_it_would_cost_and_by_lines_of_a_buyer_where_the_edition_has_some(world: Counter) -> None:
    told = {"pack_ref": PACK, "standard": "ASM", "measure": SMALL}
    assert not quote.make_quote(world.buyer, **told, at=world.at).lines[0].confirmed
    with refuses(NoBuyerLines):
        quote.make_quote(world.buyer, **told, buyer=True, at=world.at)


def test_payments_settle_a_fee_and_open_the_inspection_when_all_is_paid(world: Counter) -> None:
    card = world.charged()
    assert card.inspection_opens is False
    card = world.paid(card, "69.99")
    assert (card.open, card.inspection_opens) == (euro("0.01"), False)
    card = world.paid(card, "0.01", payer=world.house)
    assert (card.open, card.inspection_opens) == (euro("0.00"), True)
    assert [entry.party for entry in card.entries[1:]] == [world.client, world.house]
    assert "fees.charge.paid" in {notice.kind for notice in notices_for(world.operator)}
    assert fee_tasks(world.operator, world.at.date()) == []


def test_an_open_fee_is_a_task_of_the_client(world: Counter) -> None:
    card = world.charged()
    assert [(task.subject, task.due_on) for task in fee_tasks(world.operator, world.at.date())] == [
        (card.id, card.due_on)
    ]
    assert fee_tasks(world.staff, world.at.date()) == []


def test_more_than_is_open_a_coming_day_and_a_missing_receipt_are_refused(world: Counter) -> None:
    card = world.charged()
    with refuses(TooMuch):
        world.paid(card, "70.01")
    with refuses(AmountUnusable):
        world.paid(card, "0")
    with refuses(DayUnusable):
        world.paid(card, "1", paid_on=world.at.date() + timedelta(days=1))
    with refuses(TextMissing):
        world.paid(card, "1", reference=" ")
    with refuses(Denied):
        charge.record_payment(
            world.operator, account=card.id, amount=Decimal(1), paid_on=world.at.date(), reference="me", at=world.at
        )


@pytest.mark.parametrize("day", [date(2024, 9, 1), date(2024, 12, 31)])
def test_c07_a_participant_of_the_pilot_pays_nothing_on_its_first_and_last_day(world: Counter, day: date) -> None:
    card = world.charged("audit", standard="CPS2", measure=Measure(sites=1))
    waived = charge.grant_waiver(
        world.staff, account=card.id, programme="cps2_pilot", audit_on=day, registered_on=day, at=world.at
    )
    assert (waived.open, waived.standing.lessened) == (euro("0.00"), euro("450.00"))
    assert waived.inspection_opens is True


@pytest.mark.parametrize("day", [date(2024, 8, 31), date(2025, 1, 1)])
def test_c07_outside_the_pilot_nothing_is_waived(world: Counter, day: date) -> None:
    card = world.charged("audit", standard="CPS2", measure=Measure(sites=1))
    inputs = {"account": card.id, "programme": "cps2_pilot", "audit_on": day, "registered_on": day}
    with refuses(NothingWaived):
        charge.grant_waiver(world.staff, **inputs, at=world.at)
    with refuses(FeeUnknown):
        charge.grant_waiver(world.staff, **{**inputs, "programme": "friends"}, at=world.at)


def test_c07_the_pilot_is_of_one_standard_and_waives_no_fee_of_another(world: Counter) -> None:
    card = world.charged("audit", measure=Measure(sites=1))
    day = date(2024, 10, 1)
    with refuses(FeeUnknown):
        charge.grant_waiver(
            world.staff, account=card.id, programme="cps2_pilot", audit_on=day, registered_on=day, at=world.at
        )


def test_i03_what_recognition_saved_comes_off_the_invoice(world: Counter) -> None:
    card = world.charged("audit", measure=Measure(sites=1, days=Decimal(4)))
    lessened = charge.pass_saving_on(
        world.staff, account=card.id, days_saved=Decimal("1.5"), note="two subjects credited", at=world.at
    )
    assert lessened.open == card.open - euro("975.00")
    step = lessened.entries[-1].steps[0].kept
    assert (step.rule, step.parameters) == ("saving-passed-on", {"day_rate": "fees.audit.day_rate"})
    with refuses(AmountUnusable):
        charge.pass_saving_on(world.staff, account=card.id, days_saved=Decimal(0), note="-", at=world.at)


def test_a_fee_is_in_default_the_day_after_the_schemes_days(world: Counter) -> None:
    card = world.charged()
    assert card.due_on is not None
    last = card.due_on + timedelta(days=90)
    assert not account_for(world.operator, card.id, last).in_default
    assert account_for(world.operator, card.id, last + timedelta(days=1)).in_default


def test_those_who_assess_and_strangers_find_no_account(world: Counter) -> None:
    card = world.charged()
    today = world.at.date()
    seen = {actor: accounts_for(actor, today) for actor in (world.auditor, world.certifier, world.outsider)}
    assert all(found == [] for found in seen.values())
    inside = Actor(world.certifier.pseudonym, world.scheme, frozenset({Role.CERTIFIER}))
    for actor in (*seen, inside):
        with pytest.raises(NotFound):
            account_for(actor, card.id, today)
    assert account_for(world.staff, card.id, today).open == card.open


def test_a_correction_is_a_new_entry_that_names_the_old_one(world: Counter) -> None:
    card = world.paid(world.charged(), "60")
    wrong = card.entries[-1]
    fixed = correction.correct_entry(world.staff, entry=wrong.id, amount=Decimal(16), note="misread", at=world.at)
    assert fixed.open == euro("54.00")
    old, new = fixed.entries[-2:]
    assert (old.id, old.amount, old.corrected_by) == (wrong.id, euro("60.00"), new.id)
    assert (new.corrects, new.note, new.on) == (wrong.id, "misread", old.on)
    with refuses(AlreadyCorrected):
        correction.correct_entry(world.staff, entry=old.id, amount=Decimal(1), note="again", at=world.at)
    taken_back = correction.correct_entry(world.staff, entry=new.id, amount=Decimal(0), note="bounced", at=world.at)
    assert taken_back.open == euro("70.00")


def test_only_whoever_recorded_an_entry_corrects_it_and_never_below_nothing(world: Counter) -> None:
    card = world.paid(world.charged(), "60")
    inputs = {"entry": card.entries[-1].id, "note": "misread", "at": world.at}
    with refuses(NotFound):
        correction.correct_entry(world.operator, amount=Decimal(1), **inputs)
    with refuses(TooMuch):
        correction.correct_entry(world.staff, amount=Decimal(71), **inputs)
    with refuses(AmountUnusable):
        correction.correct_entry(world.staff, amount=Decimal(60), **inputs)
    with refuses(TextMissing):
        correction.correct_entry(world.staff, amount=Decimal(1), **{**inputs, "note": ""})
    with refuses(NotFound):
        correction.correct_entry(world.staff, amount=Decimal(1), **{**inputs, "entry": "ent-0000000000000"})


def test_the_schedule_is_public_with_its_sources(world: Counter) -> None:
    card = schedule(PACK, "ASM")
    assert (card.currency, card.fees) == ("EUR", ("audit", "label", "registration"))
    assert card.waivers == ()
    assert schedule(PACK, "CPS2").waivers == ("cps2_pilot",)
    assert all(number.source and number.clause for number in card.numbers)


def test_every_step_of_every_fee_replays_to_what_is_stored(world: Counter) -> None:
    quote.make_quote(world.operator, pack_ref=PACK, standard="ASM", measure=SMALL, at=world.at)
    file = world.draft().id
    card = world.charged(application=file)
    found = replay_all()
    mine = [one for one in found if one.kind.startswith("fees.")]
    assert {one.kind for one in mine} == {"fees.quote", "fees.entry"}
    assert {one.result for one in mine} == {Result.EQUAL}
    for about in (card.id, card.entries[0].id, file):
        assert {one.id for one in replay(about)} == {card.entries[0].id}
    with pytest.raises(NotFound):
        replay_for(world.certifier, card.id)
    assert len(replay_for(world.operator, card.id)) == 4


def test_accounts_come_a_page_at_a_time_and_none_is_lost(world: Counter) -> None:
    made = {world.charged().id for _number in range(3)}
    today = world.at.date()
    first = account_page(world.operator, today, limit=2)
    rest = account_page(world.operator, today, after=first.after, limit=2)
    assert (len(first.items), len(rest.items), rest.after) == (2, 1, "")
    assert {card.id for card in (*first.items, *rest.items)} == made
    assert account_page(world.certifier, today).items == ()
