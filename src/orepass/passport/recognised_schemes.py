"""Whether the reader recognises the scheme that a certificate refers to: an edition of this home, or one on its list.

Ours are the editions that were published here. Of our own certificates the register says which one was applied, to the
byte, and the address in the credential has to be that one's. What strangers sign names an edition by its address alone;
all else that it names, profile, standards and criteria, has to be of that edition. Of others the reader's list decides.
"""

from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from orepass.assurance.queries import CertificateCard, certificate_card
from orepass.credentials import queries as credentials
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, passed, undetermined
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.rules.scheme_named import EditionNamed, edition_at, scheme_named
from orepass.scheme.queries import pack_by_digest
from orepass.scheme.queries.editions import published_digest

SCHEME: Final = "scheme"
UNNAMED: Final = _("It names no scheme by an identifier.")
UNKNOWN: Final = _("Nobody known here recognises the scheme {scheme}.")
NOT_PUBLISHED: Final = _("It names the edition {edition} of this home, which was not published here.")
NOT_IN_EDITION: Final = _("It names {standard}, which the edition {edition} of this home does not hold.")
OTHER_EDITION: Final = _("It names the edition {edition}, and the certificate was decided under {decided}.")


class Recognised(msgspec.Struct, frozen=True):
    """The schemes that a reader recognises besides the editions of this home.

    Attributes:
        listed: those on the home's list, by identifier, each with its name and the grounds.
        relied: those that the reader named for this check.
    """

    listed: Mapping[str, tuple[str, str]] = {}
    relied: Collection[str] = ()


def scheme_check(credential: Document, recognised: Recognised) -> Check:
    """Say whether the scheme that a conformity credential refers to is recognised."""
    named = scheme_named(credential)
    if not named.scheme:
        return undetermined(SCHEME, UNNAMED, required=False)
    base = credentials.public_base()
    edition = edition_at(base, named.scheme)
    if edition is not None:
        inside = {part: edition_at(base, part) for part in named.inside}
        if edition.standard:
            inside = {named.scheme: edition, **inside}
        return _of_this_home(credential, edition, inside)
    if named.scheme in recognised.relied:
        return passed(SCHEME, _("The reader recognises the scheme, {scheme}."), scheme=named.scheme)
    if named.scheme in recognised.listed:
        name, grounds = recognised.listed[named.scheme]
        reason = _("This home recognises the scheme {who}: {grounds}")
        return passed(SCHEME, reason, who=name, grounds=grounds)
    return undetermined(SCHEME, UNKNOWN, required=False, scheme=named.scheme)


def _of_this_home(credential: Document, edition: EditionNamed, inside: Mapping[str, EditionNamed | None]) -> Check:
    digest = published_digest(edition.ref)
    if digest is None:
        return undetermined(SCHEME, NOT_PUBLISHED, required=False, edition=edition.ref)
    own = queries.issued_here(credential)
    card = _decided(own.about) if own is not None else None
    if card is not None and card.pack_digest != digest:
        return undetermined(SCHEME, OTHER_EDITION, required=False, edition=edition.ref, decided=card.pack)

    def holds(part: EditionNamed | None) -> bool:
        if part is None:
            return own is not None  # what strangers name besides, an address of ours does not vouch for
        if card is not None and part == EditionNamed(card.pack, card.standard):
            return True  # the register says so, and the edition need not be read for it
        held = {standard.code for standard in pack_by_digest(digest).standards}
        return part.ref == edition.ref and part.standard in held

    strange = [
        name if part is None else f"{part.ref}/{part.standard}" for name, part in inside.items() if not holds(part)
    ]
    if strange:
        standard = strange[0]
        return undetermined(SCHEME, NOT_IN_EDITION, required=False, standard=standard, edition=edition.ref)
    return passed(SCHEME, _("The scheme is the edition {edition} of this home."), edition=edition.ref)


def _decided(certificate: str) -> CertificateCard | None:
    """Return what the register says of a certificate, or nothing."""
    try:
        return certificate_card(certificate)
    except NotFound:
        return None
