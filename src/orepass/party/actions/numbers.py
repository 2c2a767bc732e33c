"""Record under which numbers other registers know an organisation, and end such a record; nothing is overwritten."""

from datetime import datetime

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.party.models import Organisation, RegisteredNumber
from orepass.party.numbers import NumberCard, number_of_row
from orepass.party.rules.registered_number import LEI, LEI_NAME, NumberUnusable, read_number
from orepass.party.rules.text import LINE_MAX, NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action

NUMBERS_MAX = 20


class NumberTaken(Conflict):
    """A number belongs to one organisation."""

    code = "party.number.taken"
    message = _("“{number}” is on record for another organisation: {organisation}.")
    what_to_do = _("Look up whose it is; end the record that is wrong with party.organisation.end_number.")


class OneLei(Conflict):
    """An organisation has one LEI."""

    code = "party.number.one_lei"
    message = _("The organisation has another LEI on record: {number}.")
    what_to_do = _(
        "End the record that is wrong or out of date with party.organisation.end_number, then record this one."
    )


class TooManyNumbers(Conflict):
    """More numbers than any organisation has."""

    code = "party.number.too_many"
    message = _("The organisation has {limit} numbers on record already.")
    what_to_do = _("End those that no longer hold with party.organisation.end_number.")


class NumberEnded(Conflict):
    """A record is ended once."""

    code = "party.number.ended"
    message = _("The record of “{number}” was ended before.")
    what_to_do = _("Record the number anew if it holds again.")


@action("party.organisation.record_number")
def record_number(
    actor: Actor, *, organisation: str, number: str, scheme: str = LEI, scheme_name: str = "", at: datetime
) -> NumberCard:
    """Record a number of an organisation in another register: its LEI, or that of a register named by its address.

    Recorded again, it is the same one.

    Raises:
        NotFound: no organisation of that identifier is registered.
        NumberUnusable: it is no LEI, the register has no address or name, or the number is none.
        NumberTaken: it is on record for another organisation.
        OneLei: the organisation has another LEI on record.
        TooManyNumbers: it has as many as are kept of one.
    """
    plain = read_number(scheme, number)
    name = LEI_NAME if scheme == LEI else " ".join(fitting("scheme_name", scheme_name, LINE_MAX).split())
    if not name:
        reason = _("the register has no name")
        raise NumberUnusable(where="scheme_name", value=plain, reason=reason)
    owner = Organisation.objects.select_for_update().filter(pk=organisation).exclude(registered_at=None).first()
    if owner is None:
        raise NotFound(where="organisation", what=organisation[:80])
    held = RegisteredNumber.objects.filter(ended_at=None)
    same = held.filter(scheme=scheme, number=plain).first()
    if same is not None and same.organisation_id == owner.pk:
        return number_of_row(same)
    if same is not None:
        raise NumberTaken(where="number", number=plain, organisation=same.organisation_id)
    own = list(held.filter(organisation=owner))
    lei = next((one.number for one in own if one.scheme == LEI == scheme), "")
    if lei:
        raise OneLei(where="number", number=lei)
    if len(own) >= NUMBERS_MAX:
        raise TooManyNumbers(where="organisation", limit=NUMBERS_MAX)
    row = RegisteredNumber.objects.create(
        id=mint("num"),
        organisation=owner,
        scheme=scheme,
        scheme_name=name,
        number=plain,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return number_of_row(row)


@action("party.organisation.end_number")
def end_number(actor: Actor, *, number: str, reason: str, at: datetime) -> NumberCard:
    """End the record of a number, with the reason: it was never the organisation's, or is so no more.

    Raises:
        NotFound: there is no such record.
        NumberEnded: it was ended before.
        TextUnusable: the reason is no text.
    """
    row = RegisteredNumber.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise NotFound(where="number", what=number[:80])
    if row.ended_at is not None:
        raise NumberEnded(where="number", number=row.number)
    row.end_reason = fitting("reason", reason, NOTE_MAX)
    row.ended_by, row.ended_at = actor.pseudonym, at
    row.save(update_fields=["end_reason", "ended_by", "ended_at"])
    return number_of_row(row)
