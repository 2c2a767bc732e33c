"""Register organisations, and name parties that nobody has registered (no one is locked out)."""

from datetime import datetime

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.party.models import Organisation
from orepass.party.queries import OrganisationCard, organisation_of
from orepass.party.rules.country import country_code
from orepass.party.rules.folding import folded
from orepass.party.rules.kinds import OrganisationKind
from orepass.party.rules.text import fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action

NAME_MAX = 300
URI_MAX = 500


class NameMissing(Invalid):
    """A party or site has a name of a sensible length."""

    code = "party.name.unusable"
    message = _("“{value}” is not a usable name.")
    what_to_do = _("Give a name of 1 to 300 characters.")


class UriTaken(Conflict):
    """The URI already names another party or site."""

    code = "party.uri.taken"
    message = _("The address “{uri}” already names another party or site.")
    what_to_do = _("Look up what it names; give this one another address or none.")


class CountryUnknown(Invalid):
    """The country is not one of ISO 3166-1."""

    code = "party.country.unknown"
    message = _("“{value}” is not a country that is known here.")
    what_to_do = _("Give the two-letter code of ISO 3166-1 or the country's English name.")


def usable_name(name: str, *, where: str = "name") -> str:
    """Return a name without surrounding spaces.

    Raises:
        NameMissing: it is empty, too long or holds control characters.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_MAX or not plain.isprintable():
        raise NameMissing(where=where, value=plain[:60])
    return plain


def known_country(country: str) -> str:
    """Return the code of a country as written; an empty text stays empty.

    Raises:
        CountryUnknown: it is not recognised.
    """
    code = country_code(country) if country else ""
    if country and not code:
        raise CountryUnknown(where="country", value=country[:60])
    return code


@action("party.organisation.register")
def register_organisation(
    actor: Actor, *, name: str, kind: OrganisationKind, country: str = "", uri: str = "", at: datetime
) -> OrganisationCard:
    """Register an organisation; one that was named before under the same URI becomes registered.

    Raises:
        NameMissing: the name cannot be used.
        CountryUnknown: the country is not recognised.
        UriTaken: another registered organisation has the URI.
        TextUnusable: the URI is no text.
    """
    code, plain = known_country(country), usable_name(name)
    fitting("uri", uri, URI_MAX)
    known = Organisation.objects.select_for_update().filter(uri=uri).first() if uri else None
    if known is not None and known.registered_at is not None:
        raise UriTaken(where="uri", uri=uri, state="registered")
    row = known or Organisation(id=mint("org"), uri=uri, named_by=actor.pseudonym, named_at=at)
    row.name, row.kind, row.country, row.country_text = plain, kind, code, country
    row.search_text, row.registered_at = folded(plain), at
    row.save()
    return organisation_of(row)


@action("party.organisation.name")
def name_organisation(
    actor: Actor,
    *,
    name: str,
    uri: str = "",
    country: str = "",
    kind: OrganisationKind = OrganisationKind.OTHER,
    at: datetime,
) -> OrganisationCard:
    """Name a party that has not registered, so that it can stand in an event; the same URI gives the same party.

    Raises:
        NameMissing: the name cannot be used.
        CountryUnknown: the country is not recognised.
    """
    fitting("uri", uri, URI_MAX)
    known = Organisation.objects.filter(uri=uri).first() if uri else None
    if known is not None:
        return organisation_of(known)
    code, plain = known_country(country), usable_name(name)
    row = Organisation.objects.create(
        id=mint("org"),
        name=plain,
        kind=kind,
        country=code,
        country_text=country,
        uri=uri,
        search_text=folded(plain),
        named_by=actor.pseudonym,
        named_at=at,
    )
    return organisation_of(row)
