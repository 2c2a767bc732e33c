"""Register a group that wants to hold one certificate for all its members (domain rules B1)."""

from datetime import datetime

from orepass.inclusion.groups.models import Group
from orepass.inclusion.groups.queries.cards import GroupCard
from orepass.inclusion.groups.queries.reading import group_card_of, terms_of
from orepass.inclusion.groups.rules.holding import ACCOUNTABILITY, holder_admitted
from orepass.inclusion.groups.rules.opening import against
from orepass.kernel.identifier import mint, random_bits
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import SiteCard, organisation_card, sites_of
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.scheme.queries import editions, pack_by_digest
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.parameters import as_input
from orepass.scheme.rules.profiling import known_words


class GroupExists(Conflict):
    """The organisation has a group under this standard."""

    code = "groups.group.exists"
    message = _("{organisation} has a group under {standard} already.")
    what_to_do = _("Work with that one; members are added to it.")


class HolderType(Invalid):
    """The scheme does not know this kind of holder."""

    code = "groups.group.holder_type"
    message = _("The scheme does not let a “{value}” hold a group's certificate.")
    what_to_do = _("Choose one of: {known}.")


class NoAccountability(Invalid):
    """It has to be said who answers: the holder alone, or the holder with the members."""

    code = "groups.group.accountability"
    message = _("It is not said who answers for the group ({value}).")
    what_to_do = _("Say “owns” when the holder answers alone, “shares” when the members answer with it.")


class NoRepresentative(Invalid):
    """A group needs an accountable person."""

    code = "groups.group.representative"
    message = _("A group needs a person who answers for it.")
    what_to_do = _("Register the person and name the pseudonym here.")


class EditionNotPublished(Invalid):
    """The edition was not published here."""

    code = "groups.group.edition"
    message = _("{pack} was not published here.")
    what_to_do = _("Name a published edition, such as those on the page of standards.")


class NotOpen(Conflict):
    """The edition is not in force today, or its standard is made for none of the holder's sites."""

    code = "groups.group.not_open"
    message = _("{standard} is not open to this group. Reasons against it: {count}.")
    what_to_do = _("Read what stands against it; another edition or standard may be open.")


@action("groups.group.register")
def register_group(
    actor: Actor,
    *,
    pack: str,
    standard: str,
    holder_type: str,
    accountability: str,
    representative: str,
    area: str = "",
    at: datetime,
) -> GroupCard:
    """Register the actor's organisation as a group under a standard; its form is free, its accountable person is not.

    Raises:
        EditionNotPublished: there is no such edition.
        HolderType: the scheme does not let such a holder hold a group's certificate.
        NoAccountability: it is not said whether the holder answers alone or with its members.
        NoRepresentative: nobody answers for the group.
        GroupExists: there is one under this standard.
        NotOpen: the edition is not in force today, or the standard is made for none of the holder's sites.
        ParameterMissing: the edition leaves a number of group certification open.
    """
    holder = organisation_card(actor.organisation)
    edition = _published(pack)
    types = as_input(edition.standard(standard).rules["holders.types"], "types")
    if holder_admitted(kind=holder_type, types=types).value != "yes":
        raise HolderType(where="holder_type", value=holder_type[:40], known=types.replace(",", ", "))
    if accountability not in ACCOUNTABILITY:
        raise NoAccountability(where="accountability", value=accountability[:20] or "–")
    if not representative.startswith("per-"):
        raise NoRepresentative(where="representative")
    if Group.objects.filter(organisation=holder.id, standard=standard).exists():
        raise GroupExists(where="standard", organisation=holder.name, standard=standard, state=standard)
    sites = [(card.name, _profile(edition, card)) for card in sites_of(holder.id)]
    if findings := against(edition.standard(standard), edition.period, sites, day_of(at)):
        raise NotOpen(where="standard", findings=findings, standard=standard, count=len(findings), state="closed")
    row = Group(
        id=mint("grp"),
        organisation_id=holder.id,
        holder_type=holder_type,
        accountability=accountability,
        representative=representative,
        area=area[:300],
        pack=edition.ref,
        pack_digest=edition.digest,
        standard=standard,
        registered_at=at,
        registered_by=actor.pseudonym,
        salt=f"{random_bits(128):032x}",
    )
    terms_of(row)
    row.save(force_insert=True)
    return group_card_of(row)


def _profile(pack: Pack, card: SiteCard) -> Profile:
    """Return what the register says of a site, in the words of an edition; silence stays unknown."""
    return Profile(
        activities=known_words(pack, "activities", card.activities) if card.activities else None,
        minerals=known_words(pack, "minerals", card.minerals) if card.minerals else None,
        size=card.size or None,
        country=card.country or None,
    )


def _published(pack: str) -> Pack:
    for edition in editions(pack.partition("@")[0]):
        if edition.ref == pack:
            return pack_by_digest(edition.digest)
    raise EditionNotPublished(where="pack", pack=pack[:80])
