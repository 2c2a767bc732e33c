"""Reckon red flags and have a person answer them; record how the law stands to a site."""

from datetime import date, datetime

import msgspec

from orepass.diligence.actions.cases import site_within_reach
from orepass.diligence.actions.flags import OwnFlag, ReasonsMissing
from orepass.diligence.actions.status import DecisionInFuture
from orepass.diligence.models import LegalRecord, Signal, SignalAnswer
from orepass.diligence.queries.cases import LegalCard, SignalCard, legal_of, signal_of, signal_row
from orepass.diligence.queries.numbers import numbers_of
from orepass.diligence.rules.red_flags import FLAG, RED_FLAGS
from orepass.diligence.rules.standing import LegalStatus
from orepass.kernel.calculator import calculate, inputs_of, read_exact
from orepass.kernel.computed import Rule
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.kept import keep, same
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


class NoRedFlag(Invalid):
    """A signal is reckoned by one of the rules on red flags."""

    code = "diligence.signal.rule"
    message = _("“{value}” is no rule on red flags.")
    what_to_do = _("Name one of: {known}.")


class NumberSet(Invalid):
    """The scheme sets this number; nobody sets another one by hand."""

    code = "diligence.signal.number_set"
    message = _("{pack} sets “{name}” to {number}; {value} is another number.")
    what_to_do = _("Leave “{name}” out, or reckon without the numbers of a scheme.")


class SignalSettled(Conflict):
    """Only a standing red flag is answered, once."""

    code = "diligence.signal.not_standing"
    message = _("This signal is not waiting for an answer ({state}).")
    what_to_do = _("Reckon the red flag anew when something has changed.")


@action("diligence.signal.record")
def record_signal(
    actor: Actor, *, site: Identifier, rule: str, inputs: dict[str, str], source: str, pack: str = "", at: datetime
) -> SignalCard:
    """Reckon a red flag at a site from figures, and keep the rule, the inputs and the value; a flag opens a question.

    Where an edition is named, its thresholds count; without one, the rule's own, which are our choice.

    Raises:
        NotFound: no such site, or not for the actor; no such edition.
        NumberSet: the edition sets a threshold to another number than the one that was sent.
        NoRedFlag: the rule is not one on red flags.
        InputRefused: a figure cannot be used.
    """
    site_within_reach(actor, site)
    if rule not in RED_FLAGS:
        raise NoRedFlag(where="rule", value=rule[:60], known=", ".join(RED_FLAGS))
    inputs = {name: text.strip() for name, text in inputs.items()}
    numbers = numbers_of(pack, rule)
    for name, text in numbers.texts.items():
        if not same(inputs.get(name, text), text):
            raise NumberSet(where=name, pack=pack[:80], name=name, number=text, value=inputs[name][:20])
    inputs |= numbers.texts
    calculate(rule, inputs)
    known = inputs_of(Rule.catalogue[rule])
    typed = {known[name].name: read_exact(known[name].annotation, text) for name, text in inputs.items()}
    computed, kept = keep(rule, typed, pack_digest=numbers.digest, parameters=numbers.paths)
    row = Signal.objects.create(
        id=mint("sgn"),
        site_id=site,
        organisation=actor.organisation,
        rule=rule,
        value=str(computed.value),
        computed=msgspec.to_builtins(kept),
        source=fitting("source", source),
        recorded_on=day_of(at),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    owner = site_card(site).organisation
    if row.value == FLAG:
        for reader in sorted({row.organisation, owner or ""} - {""}):
            notify(organisation=reader, kind="diligence.signal.flagged", subject=site)
    return signal_of(row)


@action("diligence.signal.answer")
def answer_signal(
    actor: Actor,
    *,
    signal: Identifier,
    confirmed: bool,
    reasons: str,
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> SignalCard:
    """Confirm or refute a reckoned red flag, with reasons; a refutation rests on evidence.

    Raises:
        NotFound: no such signal, or not for the actor.
        OwnFlag: the actor acts for the organisation that runs the site.
        ReasonsMissing: no reasons, or a refutation without evidence.
        SignalSettled: it is no flag, or somebody answered it.
    """
    row = Signal.objects.select_for_update().get(pk=signal_row(actor, signal).pk)
    owner = site_card(row.site_id).organisation
    if owner and owner == actor.organisation:
        raise OwnFlag(where="signal", action="diligence.signal.answer", roles="auditor, certifier, buyer")
    require_evidence(list(evidence))
    if not reasons.strip() or not (confirmed or evidence):
        raise ReasonsMissing(where="reasons")
    if row.value != FLAG or row.answers.exists():
        raise SignalSettled(where="signal", state=row.value)
    SignalAnswer.objects.create(
        signal=row,
        confirmed=confirmed,
        reasons=fitting("reasons", reasons.strip(), NOTE_MAX),
        evidence=list(evidence),
        answered_on=day_of(at),
        answered_by=actor.pseudonym,
        answered_at=at,
    )
    if owner:
        notify(organisation=owner, kind="diligence.signal.answered", subject=row.site_id)
    return signal_of(row)


@action("diligence.legal.record")
def record_legal_status(
    actor: Actor,
    *,
    site: Identifier,
    status: LegalStatus,
    valid_from: date,
    authority: str,
    registry: str = "",
    at: datetime,
) -> LegalCard:
    """Record how the law stands to a site from a day on, with the number in a registry where there is one.

    Raises:
        NotFound: no such site, or not for the actor.
        DecisionInFuture: the day has not come yet.
    """
    card = site_within_reach(actor, site)
    if valid_from > day_of(at):
        raise DecisionInFuture(where="valid_from", day=valid_from)
    row = LegalRecord.objects.create(
        id=mint("leg"),
        site_id=site,
        law=status,
        valid_from=valid_from,
        registry=fitting("registry", registry, 120),
        authority=fitting("authority", authority),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    if card.organisation:
        notify(organisation=card.organisation, kind="diligence.legal.recorded", subject=site)
    return legal_of(row)
