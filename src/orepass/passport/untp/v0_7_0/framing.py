"""What surrounds the subject of any UNTP 0.7.0 credential, and the parts that certificates and passports share.

The released schema takes one status entry with a number for its index, where W3C takes several with texts; what is
issued keeps to the schema, and the verifier reads both. Certificates use a list for suspension (it also holds for good
what was withdrawn), passports one for revocation.
"""

from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

from orepass import __version__
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.passport.rules.attestation import label_of
from orepass.passport.untp.v0_7_0 import nodes

HS: Final = "https://www.wcoomd.org/en/topics/nomenclature/instrument-and-tools/hs-nomenclature-2022-edition.aspx"
TOPICS: Final = "https://vocabulary.uncefact.org/conformity-topic/"
UNKNOWN_COUNTRY: Final = "ZZ"
MINERAL_HS: Final = {
    "": "253090",
    "cobalt": "260500",
    "lithium": "253090",
    "graphite": "250410",
    "rare_earths": "253090",
    "tin": "260900",
    "tantalum": "261590",
    "tungsten": "261100",
    "gold": "710812",
}
"""The heading under which each mineral leaves the ground; other minerals under the one for "other"."""


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a party in another register: which register, and the address that both make together."""

    scheme: str
    scheme_name: str
    number: str
    address: str


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds the subject of any credential: where it is published, who issues it, where its status stands.

    Attributes:
        numbers: under which other registers know the issuer.
        page: the page that shows the same to people, and ``paper`` the same as an accessible PDF.
    """

    base: str
    url: str
    issuer: str
    issuer_name: str
    organisation: str
    status: Document
    issued_at: datetime
    page: str = ""
    paper: str = ""
    numbers: tuple[Numbered, ...] = ()


def framed(frame: Frame) -> dict[str, Any]:
    """Return the fields of the envelope."""
    status = {**frame.status, "statusListIndex": int(frame.status["statusListIndex"])}
    return {
        "contexts": nodes.CONTEXTS,
        "id": frame.url,
        "issuer": nodes.Issuer(
            types=("CredentialIssuer",),
            id=frame.issuer,
            name=frame.issuer_name,
            issuer_also_known_as=(
                party(frame.base, frame.organisation, frame.issuer_name),
                *(numbered(one, frame.issuer_name) for one in frame.numbers),
            ),
        ),
        "credential_status": msgspec.convert(status, nodes.StatusEntry),
        "render_method": _views(frame) or msgspec.UNSET,
        "issuing_software": nodes.IssuingSoftware(
            id="https://orepass.example/",
            name="Orepass",
            version=__version__,
            vendor=nodes.Vendor(id="https://orepass.example/", name="Orepass"),
        ),
    }


def _views(frame: Frame) -> tuple[nodes.RenderTemplate, ...]:
    ways = (("Page", frame.page, "text/html"), ("Document", frame.paper, "application/pdf"))
    return tuple(
        nodes.RenderTemplate(types=("RenderTemplate2024",), name=name, url=url, media_type=kind)
        for name, url, kind in ways
        if url
    )


def party(base: str, organisation: str, name: str) -> nodes.PartyReference:
    """Point to a party of this home."""
    where = organisation_url(base, organisation)
    return nodes.PartyReference(types=("Party",), id=where, name=name, registered_id=organisation or msgspec.UNSET)


def numbered(one: Numbered, name: str) -> nodes.NumberedParty:
    """Point to a party by its number in another register."""
    scheme = nodes.SchemeOfIdentifiers(types=("IdentifierScheme",), id=one.scheme, name=one.scheme_name)
    return nodes.NumberedParty(types=("Party",), id=one.address, name=name, registered_id=one.number, id_scheme=scheme)


def organisation_url(base: str, organisation: str) -> str:
    """Return the identifier of an organisation, as an address."""
    return f"{base}/organisations/{organisation}/" if organisation else f"{base}/"


def facility(base: str, site: str, name: str) -> nodes.FacilityReference:
    """Point to a site: of this home, or by the URI that events give it."""
    where = site if ":" in site else f"{base}/sites/{site}/"
    known = site and ":" not in site
    return nodes.FacilityReference(
        types=("Facility",), id=where, name=name or "not named", registered_id=site if known else msgspec.UNSET
    )


def criterion_id(base: str, pack: str, standard: str) -> str:
    """Return the identifier of a standard in an edition, the same in certificates and in the claims that rest on it."""
    return f"{base}/standards/{pack}/{standard}/"


def topic(slug: str) -> nodes.ConformityTopic:
    """Return a topic of the UNTP conformity topic vocabulary, by the last part of its address."""
    return nodes.ConformityTopic(types=("ConformityTopic",), id=f"{TOPICS}{slug}", name=label_of(slug))


def midnight(day: date) -> str:
    """Return the beginning of a day."""
    return f"{day.isoformat()}T00:00:00Z"


def instant(at: datetime) -> str:
    """Return an instant to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(credential: nodes.Credential) -> Document:
    """Return a credential as the document that is signed."""
    return parse_object(msgspec.json.encode(credential))
