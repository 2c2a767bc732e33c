"""Appoint and dismiss internal inspectors, with the units too close for them to inspect."""

from datetime import datetime

import msgspec

from orepass.inclusion.groups.actions.file import open_group
from orepass.inclusion.groups.models import Inspector
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action


class InspectorCard(msgspec.Struct, frozen=True, kw_only=True):
    """An appointed inspector; ``id`` is the group's."""

    id: Identifier
    person: str
    own_unit: str
    related_units: tuple[str, ...]


class AlreadyAppointed(Conflict):
    """The person inspects for this group already."""

    code = "groups.inspector.exists"
    message = _("This person is an inspector of the group already.")
    what_to_do = _("Dismiss the person first to change the units.")


@action("groups.inspector.appoint")
def appoint_inspector(
    actor: Actor,
    *,
    group: Identifier,
    person: str,
    own_unit: str = "",
    related_units: tuple[str, ...] = (),
    at: datetime,
) -> InspectorCard:
    """Appoint a person to inspect members, who names their own unit and those of relatives.

    Raises:
        AlreadyAppointed: the person inspects for the group.
        NotFound: no such group or person.
    """
    row = open_group(actor, group)
    if not person.startswith("per-"):
        raise NotFound(where="person", what=person[:40])
    if row.inspectors.filter(person=person, valid_before=None).exists():
        raise AlreadyAppointed(where="person", state="appointed")
    made = Inspector.objects.create(
        group=row, person=person, own_unit=own_unit, related_units=list(related_units), valid_from=day_of(at)
    )
    return _card(made)


@action("groups.inspector.dismiss")
def dismiss_inspector(actor: Actor, *, group: Identifier, person: str, at: datetime) -> InspectorCard:
    """End an appointment from today on; inspections made before stay.

    Raises:
        NotFound: the person is no inspector of the group.
    """
    made = open_group(actor, group).inspectors.filter(person=person, valid_before=None).last()
    if made is None:
        raise NotFound(where="person", what=person[:40])
    made.valid_before = day_of(at)
    made.save()
    return _card(made)


def _card(row: Inspector) -> InspectorCard:
    return InspectorCard(
        id=Identifier(row.group_id),
        person=row.person,
        own_unit=row.own_unit,
        related_units=tuple(row.related_units),
    )
