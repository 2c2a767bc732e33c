"""Register sites, give them the names that events use, and correct them without losing what stood before."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import msgspec
from django.db import connection

from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.actions.organisations import URI_MAX, UriTaken, known_country, usable_name
from orepass.party.models import Organisation, Site, SiteCorrection, SiteUri
from orepass.party.queries import SiteCard, site_of
from orepass.party.rules.kinds import Activity, SiteSize
from orepass.party.rules.minerals import mineral
from orepass.party.rules.place import place
from orepass.party.rules.search import site_search_text
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action


class Whereabouts(msgspec.Struct, frozen=True):
    """Where a site is: a country, a region, and a point if it is known."""

    country: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    region: str = ""


class Work(msgspec.Struct, frozen=True):
    """What is done at a site, what is won or handled there, and how large it is; what is left out is not known."""

    activities: tuple[Activity, ...] = ()
    minerals: tuple[str, ...] = ()
    size: SiteSize | None = None


MINERALS_MAX = 50
NOWHERE = Whereabouts()
UNKNOWN_WORK = Work()


class SiteChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a site to correct; what is left out stays as it is."""

    name: str | None = None
    organisation: Identifier | None = None
    whereabouts: Whereabouts | None = None
    activities: tuple[Activity, ...] | None = None
    minerals: tuple[str, ...] | None = None
    size: SiteSize | None = None
    public: bool | None = None


class PlaceUnusable(Invalid):
    """The coordinates cannot be those of a site."""

    code = "party.site.place"
    message = _("The coordinates {latitude}, {longitude} cannot be those of a site.")
    what_to_do = _("Give both in degrees (WGS 84), or leave both out and add them when they are known.")


class NothingToCorrect(Invalid):
    """A correction changes something and says why."""

    code = "party.site.nothing_to_correct"
    message = _("This correction changes nothing, or gives no reason.")
    what_to_do = _("Name at least one field with its new value, and the reason.")


@action("party.site.register")
def register_site(
    actor: Actor,
    *,
    name: str,
    organisation: Identifier | None = None,
    whereabouts: Whereabouts = NOWHERE,
    work: Work = UNKNOWN_WORK,
    uri: str = "",
    at: datetime,
) -> SiteCard:
    """Register a site of one's own organisation, or one whose operator is not known yet.

    Raises:
        NotFound: no such organisation, or not the actor's.
        PlaceUnusable: coordinates outside the globe or half given.
        UriTaken: the URI names another site.
    """
    row = Site(id=mint("sit"), name=usable_name(name), named_by=actor.pseudonym, named_at=at)
    if organisation:
        _assign(actor, row, organisation)
    _put(row, whereabouts)
    row.activities = list(dict.fromkeys(work.activities))
    row.minerals = _known_minerals(work.minerals)
    row.size = work.size or ""
    _save(row)
    if uri:
        _add_uri(row, uri)
    return site_of(row)


@action("party.site.name_uri")
def name_site_uri(actor: Actor, *, site: Identifier, uri: str) -> SiteCard:
    """Give a site another name under which events may speak of it.

    Raises:
        NotFound: no such site, or not the actor's.
        UriTaken: the URI names another site.
    """
    row = _own_site(actor, site)
    _add_uri(row, uri)
    return site_of(row)


@action("party.site.correct")
def correct_site(actor: Actor, *, site: Identifier, change: SiteChange, reason: str, at: datetime) -> SiteCard:
    """Correct fields of a site; each old value is kept with the reason.

    Raises:
        NotFound: no such site or organisation, or not the actor's.
        NothingToCorrect: no field differs, or there is no reason.
        PlaceUnusable: coordinates outside the globe or half given.
    """
    row = _own_site(actor, site)
    before = _correctable(row)
    _apply(actor, row, change)
    after = _correctable(row)
    changed = [field for field in before if before[field] != after[field]]
    if not changed or not reason.strip():
        raise NothingToCorrect(where="change")
    _save(row)
    for field in changed:
        SiteCorrection.objects.create(
            id=mint("cor"),
            site=row,
            field=field,
            before=before[field],
            after=after[field],
            reason=fitting("reason", reason.strip(), NOTE_MAX),
            corrected_by=actor.pseudonym,
            corrected_at=at,
        )
    return site_of(row)


def publish_sites(actor: Actor, sites: Iterable[str], *, reason: str, at: datetime) -> None:
    """Put sites on the public register, inside the action that gives them a reason to stand there (a certificate)."""
    assert connection.in_atomic_block, "a correction belongs to the transaction of its action"
    for row in Site.objects.select_for_update().filter(pk__in=set(sites), public=False).order_by("pk"):
        row.public = True
        row.save(update_fields=["public"])
        SiteCorrection.objects.create(
            id=mint("cor"),
            site=row,
            field="public",
            before=False,
            after=True,
            reason=reason,
            corrected_by=actor.pseudonym,
            corrected_at=at,
        )


def _apply(actor: Actor, row: Site, change: SiteChange) -> None:
    if change.name is not None:
        row.name = usable_name(change.name)
    if change.organisation is not None:
        _assign(actor, row, change.organisation)
    if change.whereabouts is not None:
        _put(row, change.whereabouts)
    if change.activities is not None:
        row.activities = list(dict.fromkeys(change.activities))
    if change.minerals is not None:
        row.minerals = _known_minerals(change.minerals)
    if change.size is not None:
        row.size = change.size
    if change.public is not None:
        row.public = change.public


def _correctable(row: Site) -> dict[str, object]:
    return {
        "name": row.name,
        "organisation": row.organisation_id,
        "country": row.country,
        "region": row.region,
        "latitude": None if row.latitude is None else f"{row.latitude:f}",
        "longitude": None if row.longitude is None else f"{row.longitude:f}",
        "activities": [str(each) for each in row.activities],
        "minerals": list(row.minerals),
        "size": str(row.size),
        "public": row.public,
    }


def _own_site(actor: Actor, site: str) -> Site:
    row = Site.objects.select_for_update().filter(pk=site).first()
    if row is None:
        raise NotFound(where="site", what=site)
    if Role.SCHEME_STAFF not in actor.roles:
        actor.must_be_in(row.organisation_id, site)
    return row


def _assign(actor: Actor, row: Site, organisation: str) -> None:
    if Role.SCHEME_STAFF not in actor.roles:
        actor.must_be_in(organisation, organisation)
    if not Organisation.objects.filter(pk=organisation).exists():
        raise NotFound(where="organisation", what=organisation)
    row.organisation_id = organisation


def _put(row: Site, whereabouts: Whereabouts) -> None:
    point = place(whereabouts.latitude, whereabouts.longitude, "whereabouts")
    if point.findings:
        raise PlaceUnusable(
            "whereabouts",
            findings=list(point.findings),
            latitude=whereabouts.latitude,
            longitude=whereabouts.longitude,
        )
    row.country = known_country(whereabouts.country)
    row.country_text = whereabouts.country
    row.region = fitting("region", whereabouts.region)
    row.latitude, row.longitude = point.latitude, point.longitude


def _save(row: Site) -> None:
    row.search_text = site_search_text(row.name, row.aliases, row.region, row.country_text, row.minerals)
    row.save()


def _known_minerals(names: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(mineral(fitting("minerals", name, 80)) for name in names[:MINERALS_MAX]))


def _add_uri(row: Site, uri: str) -> None:
    fitting("uri", uri, URI_MAX)
    known = SiteUri.objects.filter(uri=uri).first()
    if known is not None and known.site_id != row.pk:
        raise UriTaken(where="uri", uri=uri, state="in use")
    if known is None:
        SiteUri.objects.create(uri=uri, site=row)
