"""Digital Identity Anchor (UNTP 0.6.1): a register says whose a DID is."""

from enum import StrEnum

from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Uri
from orepass.passport.untp.v0_6_1.nodes import Credential, Registered


class RegisterType(StrEnum):
    """What a register holds."""

    PRODUCT = "Product"
    FACILITY = "Facility"
    BUSINESS = "Business"
    TRADEMARK = "Trademark"
    LAND = "Land"
    ACCREDITATION = "Accreditation"


class RegisteredIdentity(Registered, frozen=True, kw_only=True):
    """The identity: its id is the DID."""

    wanted = ("RegisteredIdentity",)
    register_type: RegisterType | UnsetType = UNSET
    registration_scope_list: tuple[Uri, ...] | UnsetType = UNSET


class IdentityAnchor(Credential, frozen=True, kw_only=True):
    """A Digital Identity Anchor."""

    kind = "dia"
    wanted = ("DigitalIdentityAnchor", "VerifiableCredential")
    credential_subject: RegisteredIdentity | UnsetType = UNSET
