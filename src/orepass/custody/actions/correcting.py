"""After an error declaration every receiver is told: those registered here at once, the others by the sender.

Receivers are the parties into whose hands came what the event began or sent, whoever recorded it. The days run from the
declaration and are those of the scheme that bound the event; the sender says when it told a receiver we cannot reach.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from orepass.custody.actions.taken import Taken
from orepass.custody.models import (
    Account,
    Correction,
    CorrectionParty,
    CorrectionStep,
    Credit,
    JournalEvent,
    Movement,
)
from orepass.custody.queries.accounts import missing_of
from orepass.custody.queries.corrections import CorrectionCard, correction_of, visible_corrections
from orepass.custody.queries.credits import credit_cards
from orepass.custody.queries.uncovered import accounts_of_events
from orepass.custody.rules.correcting import correction_told_by
from orepass.custody.rules.lots import Move
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party import queries as party
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


class NotYoursToTell(Denied):
    """Whoever declared the error tells the receivers."""

    code = "custody.correction.not_yours"
    message = _("Only whoever declared the event an error says that the receivers were told.")
    what_to_do = _("Wait for the correction, or ask the sender of the event.")


class ToldAlready(Conflict):
    """A receiver is told once."""

    code = "custody.correction.told"
    message = _("{party} was told already.")
    what_to_do = _("There is nothing more to do for this receiver.")


class NotSaidHow(Invalid):
    """It is said how a receiver was told."""

    code = "custody.correction.how"
    message = _("Say how the receiver was told.")
    what_to_do = _("Name the letter, the message or the call, and its day.")


def begin(declared: Sequence[tuple[int, Taken]], at: datetime) -> None:
    """Open a correction for each error declaration whose event reached somebody else, and tell who can be told."""
    for sequence, taken in declared:
        original = (
            JournalEvent.objects.select_related("job")
            .filter(event_id=taken.name.event_id, is_declaration=False)
            .first()
        )
        if original is None or Correction.objects.filter(event_id=original.event_id).exists():
            continue
        receivers = _receivers(original)
        if receivers:
            _open(sequence, original, receivers, taken.correction_days, at)


def tell_holders(accounts: Iterable[str]) -> None:
    """Tell the organisations of accounts that a declaration corrected them."""
    for account, organisation in Account.objects.filter(pk__in=set(accounts)).values_list("pk", "organisation"):
        notify(organisation=organisation, kind="custody.credit.corrected", subject=account)


def tell_of_uncovered(declared: Iterable[str], corrected: Iterable[str], at: datetime) -> None:
    """Tell whoever issued, has or retired credits of an account that production does not cover them any more.

    What was retired stays retired: whoever did it has said so of a lot or a purpose, and has to know.
    """
    for account in sorted(accounts_of_events(declared) | set(corrected)):
        rows = list(Credit.objects.select_related("account").filter(account=account))
        if rows and missing_of(account, day_of(at)):
            cards = credit_cards(rows)
            for name in sorted({card.holder for card in cards} | {card.issuer for card in cards}):
                notify(organisation=name, kind="custody.credit.uncovered", subject=account)


def _receivers(original: JournalEvent) -> list[str]:
    given = original.movements.filter(move__in=(Move.BEGUN, Move.SENT)).values("lot")
    holders = Movement.objects.filter(lot__in=given, move__in=(Move.BEGUN, Move.SENT, Move.RECEIVED))
    named = set(holders.exclude(holder="").values_list("holder", flat=True))
    return sorted(name for name in named - {original.job.organisation} if not name.startswith(("per-", "system:")))


def _open(sequence: int, original: JournalEvent, receivers: Sequence[str], days: int, at: datetime) -> None:
    row = Correction.objects.create(
        id=mint("cor"),
        declaration_id=sequence,
        event_id=original.event_id,
        organisation=original.job.organisation,
        working_days=days,
        declared_at=at,
    )
    known = party.organisation_cards(receivers)
    CorrectionParty.objects.bulk_create(
        [CorrectionParty(correction=row, party=name, registered=name in known) for name in receivers]
    )
    for name in known:
        notify(organisation=name, kind="custody.correction.declared", subject=row.pk)
    if row.organisation and len(known) < len(receivers):
        due = correction_told_by(declared_on=day_of(at), working_days=days).value
        notify(organisation=row.organisation, kind="custody.correction.to_tell", subject=row.pk, due_on=due)


@action("custody.correction.told")
def told_receiver(
    actor: Actor, *, correction: Identifier, party: str, note: str, evidence: list[str] | None = None, at: datetime
) -> CorrectionCard:
    """Say that a receiver who is not registered here was told of the error, and how.

    Raises:
        NotFound: there is no such correction, it is not for the actor, or the party received nothing.
        NotYoursToTell: somebody else declared the error.
        ToldAlready: the receiver was told, by a notice or before.
        NotSaidHow: nothing is said.
    """
    row = visible_corrections(actor).filter(pk=correction).first()
    if row is None:
        raise NotFound(where="correction", what=correction[:60])
    if not actor.is_in(row.organisation):
        raise NotYoursToTell(where="correction")
    one = CorrectionParty.objects.select_for_update().filter(correction=row, party=party).first()
    if one is None:
        raise NotFound(where="party", what=party[:200])
    if one.registered or row.steps.filter(party=party).exists():
        raise ToldAlready(where="party", party=party[:200])
    if not note.strip():
        raise NotSaidHow(where="note")
    require_evidence(list(evidence or ()))
    CorrectionStep.objects.create(
        correction=row,
        party=party,
        note=note.strip(),
        evidence=list(evidence or ()),
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )
    return correction_of(actor, visible_corrections(actor).get(pk=row.pk))
