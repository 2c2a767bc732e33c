"""Write a Digital Identity Anchor: the register of this home says whose a DID is, with its numbers elsewhere."""

from datetime import date, datetime

import msgspec

from orepass.credentials.rules.strict_json import Document
from orepass.passport.untp.v0_7_0 import framing, identity, nodes
from orepass.passport.untp.v0_7_0.framing import Frame, Numbered

REGISTER_NAME = "Organisations registered with {home}"


class Anchored(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation as the register has it, and the DID that was shown to be its own."""

    did: str
    organisation: str
    name: str
    registered_on: date
    numbers: tuple[Numbered, ...] = ()


class RegisteredParty(identity.RegisteredIdentity, frozen=True, kw_only=True):
    """An identity that is also written as a party, for the numbers under which other registers know it."""

    party_also_known_as: tuple[nodes.NumberedParty, ...] | msgspec.UnsetType = msgspec.UNSET


def identity_anchor(anchored: Anchored, frame: Frame, *, until: datetime) -> Document:
    """Write that a DID is an organisation's, by its entry in the register."""
    known = tuple(framing.numbered(one, anchored.name) for one in anchored.numbers)
    register = f"{frame.base}/organisations/"
    framed = framing.framed(frame)
    return framing.written(
        identity.IdentityAnchor(
            types=("DigitalIdentityAnchor", "VerifiableCredential"),
            contexts=framed["contexts"],
            id=frame.url,
            issuer=identity.Registrar(
                types=("CredentialIssuer",),
                id=frame.issuer,
                name=frame.issuer_name,
                issuer_also_known_as=(identity.Named(id=f"{frame.base}/", name=frame.issuer_name),),
            ),
            valid_from=framing.instant(frame.issued_at),
            valid_until=framing.instant(until),
            name=f"Identity anchor of {anchored.name}",
            credential_status=framed["credential_status"],
            credential_subject=RegisteredParty(
                types=("RegisteredIdentity", "Party") if known else ("RegisteredIdentity",),
                id=anchored.did,
                registered_name=anchored.name,
                registered_id=anchored.organisation,
                registered_date=anchored.registered_on.isoformat(),
                scheme_id=identity.Register(
                    types=("IdentifierScheme",), id=register, name=REGISTER_NAME.format(home=frame.issuer_name)
                ),
                registrar=identity.Registry(id=f"{frame.base}/", name=frame.issuer_name),
                register_type=identity.RegisterType.BUSINESS,
                party_also_known_as=known or msgspec.UNSET,
            ),
        )
    )
