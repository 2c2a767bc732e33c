"""Memberships of outside councils on the page of parties: what is on record, and how it comes in and ends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from orepass.party.queries import OrganisationCard
from orepass.party.queries.councils import MembershipCard, memberships_in_councils
from orepass.platform import clock
from orepass.web.act import Step
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import parties as forms


def memberships(found: Sequence[OrganisationCard]) -> Table:
    """List the memberships of some organisations, in their order."""
    held = _by_owner(owner.id for owner in found)
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
                day(None if each.was_taken_back else each.period.valid_to),
                marked(_mark(each)),
            )
            for owner in found
            for each in held[owner.id]
        ),
        empty=_("No membership of a council is on record. Standards for members only ask for one."),
    )


def steps(every: list[tuple[str, str]]) -> list[Step]:
    """Return what can be recorded: a membership, and the end of one that holds today or is to come."""
    recorded = _by_owner(owner for owner, _name in every)
    held = [
        (str(card.id), f"{name}: {card.council}")
        for owner, name in every
        for card in recorded[owner]
        if card.ended_from is None and not _is_over(card)
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


def _by_owner(organisations: Iterable[str]) -> Mapping[str, list[MembershipCard]]:
    found: dict[str, list[MembershipCard]] = defaultdict(list)
    for card in memberships_in_councils(organisations):
        found[card.organisation].append(card)
    return found


def _is_over(card: MembershipCard) -> bool:
    ends = card.period.valid_before
    return ends is not None and ends <= clock.today()


def _mark(card: MembershipCard) -> Mark:
    if card.was_taken_back:
        return Mark("expired", _("recorded by mistake"))
    if card.period.holds(clock.today()):
        return Mark("active", _("member"))
    return Mark("expired", _("no member today"))
