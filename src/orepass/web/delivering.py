"""What the form of a delivery offers: the members of one's groups with their right of today, and materials in words."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from orepass.custody import queries as custody
from orepass.custody.actions.capturing import CaptureCard
from orepass.custody.rules.forms import FORMS, OTHER_MINERALS, forms_of
from orepass.inclusion.groups import queries as groups
from orepass.inclusion.groups.queries import MemberCard
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.flows import short_name
from orepass.web.people import names_of
from orepass.web.words import translated

LISTED: Final = 200
"""Members who are offered in a list; of more, a name or an identifier is written, so that the page stays small."""

Option = tuple[str, str]


class Deliverers(msgspec.Struct, frozen=True, kw_only=True):
    """The members who may hand something in to an organisation, as of a day.

    Attributes:
        groups: the groups of the organisation.
        cards: their members, where they are few.
        many: there are more than a list can show.
    """

    groups: tuple[str, ...]
    cards: tuple[MemberCard, ...] = ()
    many: bool = False

    def choices(self) -> list[Any]:
        """Return the members in a list: those who may deliver today, and the others with the reason."""
        names = names_of(card.person for card in self.cards)
        known = {card.id: _label(names.get(card.person, ""), card.unit, card.id) for card in self.cards}
        ordered = sorted((card for card in self.cards), key=lambda card: folded(known[card.id]))
        may = [(card.id, known[card.id]) for card in ordered if card.right.is_yes]
        others = [
            (card.id, f"{known[card.id]}: {'; '.join(map(translated, card.right.reasons))}")
            for card in ordered
            if not card.right.is_yes
        ]
        headed = (
            (_("Members who may deliver today"), may),
            (_("Members who may not deliver as certified today"), others),
        )
        return [("", _("nobody is named")), *((heading, options) for heading, options in headed if options)]

    def find(self, written: str) -> Sequence[Option]:
        """Return the members of an identifier or a name; capitals and accents do not count."""
        people = [each for group in self.groups for each in groups.people_of(group)]
        named = [(member, unit, person) for member, unit, person in people if member == written]
        names = names_of(person for _member, _unit, person in people)
        wanted = folded(written)
        found = named or [each for each in people if folded(names.get(each[2], "")) == wanted]
        return [(member, _label(names.get(person, ""), unit, member)) for member, unit, person in found]


def deliverers(actor: Actor, on: date) -> Deliverers:
    """Return the members of the groups of whoever acts."""
    own = tuple(card.id for card in groups.groups_of(actor.organisation)) if actor.organisation else ()
    cards: list[MemberCard] = []
    for group in own:
        page = groups.members_for(actor, group, on, limit=LISTED)
        cards += page.items
        if page.after or len(cards) > LISTED:
            return Deliverers(groups=own, many=True)
    return Deliverers(groups=own, cards=tuple(cards))


def _label(name: str, unit: str, member: str) -> str:
    return " · ".join(part for part in (name, unit, member) if part)


def folded(text: str) -> str:
    """Return a name as it is compared: without accents, capitals and doubled blanks."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())


def materials(judged: Iterable[str]) -> dict[str, str]:
    """Return the forms by code, in words: those of the minerals that were judged first, each part by its words."""
    first = forms_of(set(judged))
    others = {*FORMS, *(f"{word}_ore" for word in OTHER_MINERALS.values())}.difference(first)
    parts = [[(code, vocabulary.material(code)) for code in part] for part in (first, sorted(others))]
    return {code: word for part in parts for code, word in sorted(part, key=lambda option: folded(option[1]))}


def recorded(actor: Actor, card: CaptureCard) -> SafeString | str:
    """Lead to the lots that a document began, one link each."""
    uris = {uri for event in card.event_ids for told in custody.event_for(actor, event) for uri in told.lots}
    links = [
        format_html('<a href="{}">{}</a>', reverse("web:lot", args=[lot.id]), short_name(lot.uri))
        for lot in (custody.lot_for(actor, uri) for uri in sorted(uris))
    ]
    return format_html(_("The lot: {lot}."), lot=links[0]) if len(links) == 1 else ""
