"""Keep to a plan of payment: who is certified elsewhere gets the certificate after months of it, not the last sale.

What is confirmed here opens the handing over of a certificate that was decided without a look at payments; no decision
waits for it, and those who assess or decide cannot see it.
"""

from datetime import date, datetime
from typing import Any

import msgspec

from orepass.inclusion.fees.actions.book import card, fresh, locked_of, require_past, require_text, standing
from orepass.inclusion.fees.actions.instalment import NoAgreement, NothingOpen
from orepass.inclusion.fees.models import Account, PlanStep
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.queries.agreements import adherence, plan_steps, signatories
from orepass.inclusion.fees.queries.reading import rules_of
from orepass.inclusion.fees.rules.adherence import PlanKind
from orepass.inclusion.fees.rules.ledger import AccountKind
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate of another scheme that a client holds already."""

    certified_by: str
    number: str
    valid_before: date
    evidence: tuple[str, ...] = ()


class PlanState(Conflict):
    """The plan is not where this step starts."""

    code = "fees.plan.state"
    message = _("This does not follow from where the plan of payment stands.")
    what_to_do = _("Look at what happened under the plan, and at the steps that its page offers now.")


class NobodySigned(Conflict):
    """Nobody pays this fee from sales."""

    code = "fees.plan.nobody_signed"
    message = _("Nobody has a signed agreement to pay this fee from sales.")
    what_to_do = _("Sign the agreement first; the months of a plan count only while somebody has signed.")


class ElsewhereExpired(Invalid):
    """The certificate elsewhere no longer counts."""

    code = "fees.plan.elsewhere_expired"
    message = _("The certificate of the other scheme ran until before {day}; today is {today}.")
    what_to_do = _("Name a certificate that is valid today, or pay the fee as everybody does.")


class InDefault(Conflict):
    """Nothing was paid for longer than the scheme allows, so the plan is not kept."""

    code = "fees.plan.in_default"
    message = _("The fee is in default: nothing was paid of it for longer than the scheme allows.")
    what_to_do = _("Let payments go on first; a payment today ends the default.")


class TooEarly(Conflict):
    """The months are not over."""

    code = "fees.plan.too_early"
    message = _("The plan has to be kept until {day}; today is {today}, so the certificate waits.")
    what_to_do = _("Confirm on {day} or later. A deduction missed before then starts the months again.")


@action("fees.plan.start")
def start_plan(actor: Actor, *, account: Identifier, elsewhere: Elsewhere, at: datetime) -> AccountCard:
    """Start to keep to the plan as a client certified elsewhere; the certificate is given after the scheme's months.

    Raises:
        PlanState: the plan was started before.
        NobodySigned: nobody has signed to pay this fee from sales.
        NothingOpen: the fee is settled, so nothing waits.
        ElsewhereExpired: the other certificate is not valid today.
        ParameterMissing: the edition knows no such plan.
        NotFound: no such fee, or not the actor's; or no such evidence.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="owner")
    today = day_of(at)
    if plan_steps(row, PlanKind.STARTED):
        raise PlanState(where="account", state="started")
    _require_agreement(row)
    if not standing(row).open.minor:
        raise NothingOpen(where="account", state="settled")
    if elsewhere.valid_before <= today:
        raise ElsewhereExpired(where="elsewhere", day=elsewhere.valid_before, today=today)
    require_evidence(list(elsewhere.evidence))
    adherence(row, rules_of(row), today)
    details = {
        "certified_by": require_text(elsewhere.certified_by, "certified_by"),
        "number": require_text(elsewhere.number, "number"),
        "valid_before": elsewhere.valid_before.isoformat(),
        "evidence": list(elsewhere.evidence),
    }
    _write(actor, row, PlanKind.STARTED, today, at, details=details)
    if row.counterparty_id:
        notify(organisation=row.counterparty_id, kind="fees.plan.started", subject=row.pk)
    return card(actor, row, at)


@action("fees.plan.miss")
def record_miss(
    actor: Actor, *, account: Identifier, signatory: str, missed_on: date, note: str, at: datetime
) -> AccountCard:
    """Record that a deduction was missed on a day; the months of the plan start again from it.

    Raises:
        PlanState: no plan was started, or it is confirmed.
        NoAgreement: this signatory has not signed.
        DayUnusable: the day has not come.
        NotFound: no such fee, or not one the actor's organisation charged.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="counterparty")
    started = _running(row)
    require_past(missed_on, at, "missed_on")
    if missed_on < started.on:
        raise PlanState(where="missed_on", state="not begun")
    name = signatory.strip()
    if name not in signatories(row.signatures.all()):
        raise NoAgreement(where="signatory", signatory=name[:60], state="unsigned")
    _write(actor, row, PlanKind.MISSED, missed_on, at, signatory=name, note=note)
    notify(organisation=row.owner_id, kind="fees.plan.missed", subject=row.pk)
    return card(actor, row, at)


@action("fees.plan.excuse")
def excuse_miss(actor: Actor, *, account: Identifier, missed: str, note: str, at: datetime) -> AccountCard:
    """Take back that a deduction was missed, because it was not or nobody is to blame; both entries stay.

    Raises:
        PlanState: the plan is confirmed, or this was taken back before.
        NotFound: no such fee or no such missed deduction, or not one the actor's organisation charged.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="counterparty")
    _running(row)
    found = next((one for one in plan_steps(row, PlanKind.MISSED) if one.pk == missed), None)
    if found is None:
        raise NotFound(where="missed", what=missed[:40])
    if any(one.excuses_id == found.pk for one in plan_steps(row, PlanKind.EXCUSED)):
        raise PlanState(where="missed", state="excused")
    _write(actor, row, PlanKind.EXCUSED, day_of(at), at, excuses=found, note=note)
    notify(organisation=row.owner_id, kind="fees.plan.excused", subject=row.pk)
    return card(actor, row, at)


@action("fees.plan.confirm")
def confirm_plan(actor: Actor, *, account: Identifier, at: datetime) -> AccountCard:
    """Confirm that the plan was kept for the scheme's months, so that the certificate can be handed over.

    Raises:
        TooEarly: the months are not over; the refusal says the day.
        InDefault: nothing was paid for longer than the scheme allows.
        PlanState: no plan was started, or it is confirmed.
        NobodySigned: everybody has left the agreement.
        NothingOpen: the fee is settled, so nothing waits.
        NotFound: no such fee, or not one the actor's organisation charged.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="counterparty")
    started = _running(row)
    if not standing(row).open.minor:
        raise NothingOpen(where="account", state="settled")
    _require_agreement(row)
    said, step = adherence(row, rules_of(row), started.on)
    if day_of(at) < said.value:
        raise TooEarly(where="account", day=said.value, today=day_of(at), state="running")
    if card(actor, row, at).in_default:
        raise InDefault(where="account", state="in default")
    _write(actor, row, PlanKind.CONFIRMED, day_of(at), at, computed=msgspec.to_builtins(step))
    notify(organisation=row.owner_id, kind="fees.plan.confirmed", subject=row.pk)
    return card(actor, row, at)


def _require_agreement(row: Account) -> None:
    if not signatories(row.signatures.all()):
        raise NobodySigned(where="account", state="unsigned")


def _running(row: Account) -> PlanStep:
    """Return the start of a plan that still runs."""
    started = plan_steps(fresh(row), PlanKind.STARTED)
    if not started:
        raise PlanState(where="account", state="not started")
    if plan_steps(row, PlanKind.CONFIRMED):
        raise PlanState(where="account", state="confirmed")
    return started[0]


def _write(actor: Actor, row: Account, kind: PlanKind, on: date, at: datetime, **more: Any) -> None:  # noqa: ANN401 - columns
    number = PlanStep.objects.filter(account=row).count() + 1
    made = {"number": number, "kind": kind, "on": on, "at": at, "by": actor.pseudonym}
    PlanStep.objects.create(id=mint("pls"), account=row, **made, **more)
