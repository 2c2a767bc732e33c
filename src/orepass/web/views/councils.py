"""Memberships of outside councils on the page of parties: what is on record, and how it comes in and ends."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from orepass.party.queries import OrganisationCard
from orepass.party.queries.councils import MembershipCard, memberships_in_councils
from orepass.platform import clock
from orepass.web.act import Step
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import parties as forms


def memberships(found: Sequence[OrganisationCard]) -> Table:
    """List the memberships of some organisations."""
    return Table(
        id="memberships",
        caption=_("Members of councils"),
        columns=(
            Column(_("Organisation")),
            Column(_("Council")),
            Column(_("From"), "day"),
            Column(_("To"), "day"),
            Column(_("Today")),
        ),
        rows=tuple(
            (
                words(owner.name),
                words(each.council, note=each.reference),
                day(each.period.valid_from),
                day(each.period.valid_to),
                marked(_mark(each)),
            )
            for owner in found
            for each in memberships_in_councils(owner.id)
        ),
        empty=_("No membership of a council is on record. Standards for members only ask for one."),
    )


def steps(every: list[tuple[str, str]]) -> list[Step]:
    """Return what can be recorded: a membership, and the end of one that holds."""
    names = dict(every)
    held = [
        (str(card.id), f"{names[owner]}: {card.council}")
        for owner in names
        for card in memberships_in_councils(owner)
        if card.ended_from is None
    ]
    record = Step(
        tag="party.membership.record",
        form=forms.MembershipForm,
        options={"choices": {"organisation": every}},
        done=_("The membership is on record and counts from its day."),
    )
    end = Step(
        tag="party.membership.end",
        form=forms.EndMembershipForm,
        options={"choices": {"membership": held}},
        done=_("On record. Certificates that are for members end on that day."),
    )
    return [record, end] if held else [record] if every else []


def _mark(card: MembershipCard) -> Mark:
    if card.period.holds(clock.today()):
        return Mark("active", _("member"))
    return Mark("expired", _("no member today"))
