"""The steps that the page of an account offers, by its kind and by the side its reader stands on."""

from typing import Any

from django.utils.translation import gettext as _

from orepass.inclusion.fees import queries as fees
from orepass.inclusion.fees.queries import AccountCard
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.act import ActionForm, Step
from orepass.web.forms import fees as forms
from orepass.web.vocabulary.fees import entry_kind
from orepass.web.words import day_text, money_text

Choices = dict[str, list[tuple[str, str]]]


def account_steps(actor: Actor, card: AccountCard, names: dict[str, str]) -> list[Step]:
    """List what the reader may do with an account now."""
    of_kind = {"fee": _fee, "pot": _pot, "premium": _premium, "advance": _advance}[card.kind]
    return [*of_kind(actor, card, names), *_corrections(actor, card)]


def _step(card: AccountCard, tag: str, form: type[ActionForm], *, field: str = "account", **more: Any) -> Step:  # noqa: ANN401 - the step's own
    choices: Choices | None = more.pop("choices", None)
    return Step(
        tag=tag,
        form=form,
        fixed={field: card.id, **more.pop("fixed", {})},
        options={"choices": choices} if choices else {},
        done=_("Done, and written to the record."),
        **more,
    )


def _fee(actor: Actor, card: AccountCard, _names: dict[str, str]) -> list[Step]:
    if not card.open.minor:
        return []
    steps = []
    if actor.is_in(card.counterparty):
        programmes = [(name, vocabulary.named(name)) for name in fees.schedule(card.pack, card.standard).waivers]
        steps = [
            _step(
                card, "fees.payment.record", forms.PaymentForm, initial={"paid_on": card.on, "amount": card.open.amount}
            ),
            _step(card, "fees.saving.pass_on", forms.SavingForm),
        ]
        steps += _plan_of_charged(card)
        if programmes:
            steps.append(_step(card, "fees.waiver.grant", forms.WaiverForm, choices={"programme": programmes}))
    if actor.is_in(card.owner):
        present = [(one.signatory, one.signatory) for one in card.signatures if one.left_on is None]
        steps.append(_step(card, "fees.instalment_agreement.sign", forms.SignForm))
        if present:
            offered: Choices = {"signatory": present}
            initial = {"sold_on": card.on}
            if card.plan is None:
                steps.append(_step(card, "fees.plan.start", forms.PlanForm))
            steps += [
                _step(card, "fees.sale.report", forms.SaleForm, choices=offered, initial=initial),
                _step(card, "fees.instalment_agreement.leave", forms.LeaveForm, choices=offered),
            ]
    return steps


def _plan_of_charged(card: AccountCard) -> list[Step]:
    """List what the one who charged a fee may do with a plan that still runs."""
    if card.plan is None or card.plan.confirmed_on:
        return []
    present: Choices = {"signatory": [(one.signatory, one.signatory) for one in card.signatures if one.left_on is None]}
    missed: Choices = {
        "missed": [
            (one.id, f"{day_text(one.on)} · {one.signatory}")
            for one in card.plan.steps
            if one.kind == "missed" and not one.excused
        ]
    }
    steps = [_step(card, "fees.plan.confirm", forms.KeptForm)]
    if present["signatory"]:
        initial = {"missed_on": card.on}
        steps.append(_step(card, "fees.plan.miss", forms.MissForm, choices=present, initial=initial))
    if missed["missed"]:
        steps.append(_step(card, "fees.plan.excuse", forms.ExcuseForm, choices=missed))
    return steps


def _pot(actor: Actor, card: AccountCard, _names: dict[str, str]) -> list[Step]:
    if not (card.open.minor and actor.is_in(card.owner)):
        return []
    return [
        _step(card, "fees.sponsor.pay", forms.SponsorForm, field="pot"),
        _step(card, "fees.fund.grant", forms.FundForm, field="pot"),
    ]


def _premium(actor: Actor, card: AccountCard, names: dict[str, str]) -> list[Step]:
    if not actor.is_in(card.owner):
        return []
    steps = []
    if card.open.minor:
        owing = sorted({entry.party for entry in card.entries if entry.kind == "owed"})
        buyers: Choices = {"buyer": [(buyer, names.get(buyer, buyer)) for buyer in owing]}
        initial = {"received_on": card.on}
        steps.append(_step(card, "fees.premium.receive", forms.ReceiveForm, choices=buyers, initial=initial))
    if card.in_hand.minor:
        steps.append(_step(card, "fees.premium.spend", forms.SpendForm, initial={"held_on": card.on}))
    return steps


def _advance(actor: Actor, card: AccountCard, _names: dict[str, str]) -> list[Step]:
    if not (card.open.minor and actor.is_in(card.counterparty)):
        return []
    return [_step(card, "fees.advance.repay", forms.RepayForm, initial={"sold_on": card.on, "percent": 100})]


def _corrections(actor: Actor, card: AccountCard) -> list[Step]:
    own = [
        (entry.id, f"{entry_kind(entry.kind)} · {money_text(entry.amount)} · {entry.id}")
        for entry in card.entries
        if not entry.corrected_by and actor.is_in(entry.recorded_for)
    ]
    if not own:
        return []
    return [
        Step(
            tag="fees.entry.correct",
            form=forms.CorrectForm,
            options={"choices": {"entry": own}},
            done=_("Corrected by a new entry; the old one stays."),
        )
    ]
