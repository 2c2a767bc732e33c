"""Digital Identity Anchor (UNTP 0.7.0): a register says whose a DID is."""

from enum import StrEnum

from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Day, Node, TypedNode, Uri
from orepass.passport.untp.v0_7_0.nodes import Credential, RenderTemplate


class RegisterType(StrEnum):
    """What a register holds."""

    PRODUCT = "product"
    FACILITY = "facility"
    BUSINESS = "business"
    TRADEMARK = "trademark"
    LAND = "land"
    ACCREDITATION = "accreditation"


class Register(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The scheme of the register's identifiers."""

    wanted = ("IdentifierScheme",)
    id: Uri
    name: str


class Registry(Node, frozen=True, kw_only=True):
    """Who runs the register."""

    id: Uri
    name: str


class Named(Registry, frozen=True, kw_only=True):
    """Another name of the issuer, in a register."""

    registered_id: str | UnsetType = UNSET


class Registrar(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The issuer; in an identity anchor nothing else may be said of it."""

    wanted = ("CredentialIssuer",)
    id: Uri
    name: str
    issuer_also_known_as: tuple[Named, ...] | UnsetType = UNSET


class RegisteredIdentity(TypedNode, frozen=True, kw_only=True):
    """The identity: its id is the DID."""

    wanted = ("RegisteredIdentity",)
    id: Uri
    registered_name: str
    registered_id: str
    registered_date: Day
    public_information: Uri | UnsetType = UNSET
    scheme_id: Register
    registrar: Registry | UnsetType = UNSET
    register_type: RegisterType
    registration_scope: tuple[Uri, ...] | UnsetType = UNSET


class IdentityAnchor(Credential, frozen=True, kw_only=True):
    """A Digital Identity Anchor."""

    wanted = ("DigitalIdentityAnchor", "VerifiableCredential")
    issuer: Registrar  # type: ignore[assignment]  # narrower than elsewhere, and read only
    render_template_2024: RenderTemplate | UnsetType = UNSET
    credential_subject: RegisteredIdentity
