"""What the register says of organisations besides: their numbers elsewhere, and whose a DID is; part of the parties."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from orepass.party.numbers import NumberCard, numbers_of
from orepass.party.queries import OrganisationCard
from orepass.passport import anchored
from orepass.passport.anchored import AnchorCard
from orepass.platform import clock
from orepass.web.act import Step
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import registered as forms

OTHER = "party.organisation.record_number.other"
"""The same step for a register that is named, beside the one for an LEI."""


def numbers(shown: Sequence[OrganisationCard]) -> Table:
    """Return the numbers of some organisations in other registers."""
    names = {card.id: card.name for card in shown}
    return Table(
        id="numbers",
        caption=_("Numbers in other registers"),
        columns=(
            Column(_("Organisation")),
            Column(_("Register")),
            Column(_("Number"), "code"),
            Column(_("Since"), "day"),
        ),
        rows=tuple(
            (words(names[one.organisation]), words(one.scheme_name), words(one.number), day(one.recorded_at.date()))
            for one in numbers_of(names, at=clock.now())
        ),
        empty=_("No LEI and no number of another register is on record."),
    )


def anchors() -> Table:
    """Return the newest identity anchor of each organisation."""
    return Table(
        id="anchors",
        caption=_("Identity anchors"),
        columns=(Column(_("Organisation")), Column(_("DID"), "code"), Column(_("Until"), "day"), Column(_("State"))),
        rows=tuple(
            (
                words(card.name, href=f"/credentials/{card.id}"),
                words(card.did),
                day(card.until.date()),
                marked(_state(card)),
            )
            for card in anchored.anchors(at=clock.now())
        ),
        empty=_("None was issued: readers elsewhere know the members of this home by its own word alone."),
    )


def _state(card: AnchorCard) -> Mark:
    marks = {
        "in_force": Mark("verified", _("in force")),
        "outdated": Mark("failed", _("out of date")),
        "revoked": Mark("failed", _("revoked")),
        "expired": Mark("expired", _("expired")),
    }
    return marks[card.state]


def steps(every: list[tuple[str, str]]) -> list[Step]:
    """Return what those who keep the register can do about numbers and anchors."""
    held = numbers_of([organisation for organisation, _name in every], at=clock.now())
    issued = [(card.organisation, card.name) for card in anchored.anchors(at=clock.now()) if card.state != "revoked"]
    record, of_any = "party.organisation.record_number", {"choices": {"organisation": every}}
    found = [
        Step(tag=record, form=forms.LeiForm, options=of_any, done=_("The number is on record.")),
        Step(
            tag=record,
            form=forms.NumberForm,
            options=of_any,
            done=_("The number is on record."),
            name=OTHER,
        ),
        Step(
            tag="passport.anchor.issue",
            form=forms.AnchorForm,
            options=of_any,
            done=_("Whose the DID is, is signed and public."),
        ),
    ]
    if held:
        options = {"choices": {"number": [(one.id, _called(one, dict(every))) for one in held]}}
        found.append(
            Step(
                tag="party.organisation.end_number",
                form=forms.EndNumberForm,
                options=options,
                done=_("The record of the number has ended."),
            )
        )
    if issued:
        found.append(
            Step(
                tag="passport.anchor.revoke",
                form=forms.RevokeAnchorForm,
                options={"choices": {"organisation": issued}},
                done=_("The anchor is revoked, for good."),
            )
        )
    return found


def _called(one: NumberCard, names: dict[str, str]) -> str:
    return f"{names[one.organisation]}: {one.number}"
