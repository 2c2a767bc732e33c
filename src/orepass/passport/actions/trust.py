"""Say whom this home trusts, and stop trusting; both go on the public log."""

from datetime import datetime
from enum import StrEnum

from orepass.credentials.rules.structure import is_url
from orepass.kernel.digest import digest
from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.passport import trust
from orepass.passport.models import TrustedParty
from orepass.passport.trust import TrustedCard
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf

IDENTIFIER_MAX, NAME_MAX, GROUNDS_MAX = 255, 200, 500


class Part(StrEnum):
    """What a party is trusted for."""

    ISSUER = trust.ISSUER
    REGISTER = trust.REGISTER
    ACCREDITOR = trust.ACCREDITOR
    SCHEME = trust.SCHEME


class AlreadyTrusted(Conflict):
    """It is on the list."""

    code = "passport.trust.exists"
    message = _("“{identifier}” is trusted as {part} already.")
    what_to_do = _("End it first if the grounds have changed.")


class UnusableParty(Invalid):
    """The party cannot be put on the list."""

    code = "passport.trust.invalid"
    message = _("The {field} cannot be used.")
    what_to_do = _("Give a DID or an address, a name of 1 to 200 characters, and the grounds.")


@action("passport.trust.declare")
def declare_trust(actor: Actor, *, identifier: str, part: Part, name: str, grounds: str, at: datetime) -> TrustedCard:
    """Trust a DID or address: an issuer to be itself, a register to say whose a DID is, an accreditor, or a scheme.

    Raises:
        UnusableParty: no DID or address, no name, or no grounds.
        AlreadyTrusted: it is on the list.
    """
    texts = {"name": (name, NAME_MAX), "grounds": (grounds, GROUNDS_MAX)}
    wrong = [field for field, (text, most) in texts.items() if not 0 < len(text.strip()) <= most]
    if not is_url(identifier) or len(identifier) > IDENTIFIER_MAX:
        wrong.insert(0, "identifier")
    if wrong:
        raise UnusableParty(where=wrong[0], field=wrong[0])
    if TrustedParty.objects.filter(identifier=identifier, part=part.value, ended_at=None).exists():
        raise AlreadyTrusted(identifier=identifier[:80], part=part.value)
    row = TrustedParty.objects.create(
        id=mint("tru"),
        part=part.value,
        identifier=identifier,
        name=name.strip(),
        grounds=grounds.strip(),
        trusted_at=at,
        trusted_by=actor.pseudonym,
    )
    state = {"identifier": identifier, "part": part.value, "trusted_at": at}
    queue_leaf(kind="passport.trust.declare", subject=row.pk, content_digest=digest(state), at=at)
    return trust.card_of(row)


@action("passport.trust.end")
def end_trust(actor: Actor, *, trusted: str, at: datetime) -> TrustedCard:
    """Stop trusting a party from now on; what was checked before stays as it was answered.

    Raises:
        NotFound: it is not on the list.
    """
    row = TrustedParty.objects.select_for_update().filter(pk=trusted, ended_at=None).first()
    if row is None:
        raise NotFound(what=trusted[:80])
    row.ended_at, row.ended_by = at, actor.pseudonym
    row.save(update_fields=["ended_at", "ended_by"])
    state = {"identifier": row.identifier, "part": row.part, "ended_at": at}
    queue_leaf(kind="passport.trust.end", subject=row.pk, content_digest=digest(state), at=at)
    return trust.card_of(row)
