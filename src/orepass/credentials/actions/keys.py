"""Make a further key for an identity, or retire one."""

from datetime import datetime
from typing import Final

from orepass.credentials import queries
from orepass.credentials.actions import history
from orepass.credentials.actions.made import new_key, retire
from orepass.credentials.models import Key
from orepass.credentials.queries import KeyCard
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.keystore import KeyType

RETIRED_BY_HAND: Final = (queries.ASSERTION, queries.AGREEMENT)


class UnknownKeyKind(Invalid):
    """Keys of this kind are not made here."""

    code = "credentials.key.kind"
    message = _("“{kind}” is no kind of key that is made here.")
    what_to_do = _("Choose P-256 (ES256) or Ed25519 (EdDSA).")


@action("credentials.key.create")
def create_key(actor: Actor, *, did: str, kind: str = KeyType.P256.value, at: datetime) -> KeyCard:
    """Make a further key for an identity; from now on the newest one signs, the older ones still verify.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended.
        UnknownKeyKind: neither P-256 nor Ed25519.
    """
    identity = history.identity_in_force(actor, did)
    if kind not in {one.value for one in KeyType}:
        raise UnknownKeyKind(kind=kind[:40])
    key = new_key(identity, KeyType(kind), at=at)
    history.write(identity, at=at)
    return queries.key_card(key)


@action("credentials.key.retire")
def retire_key(actor: Actor, *, key: str, compromised: bool = False, at: datetime) -> KeyCard:
    """Stop using a key; a compromised one also leaves the DID document, so that nothing it signed verifies.

    One that opens what is sealed leaves it in any case: nothing more is sealed for it, and it still opens what was.

    Raises:
        NotFound: there is no such key.
    """
    found = Key.objects.select_related("identity").filter(pk=key, purpose__in=RETIRED_BY_HAND).first()
    if found is None:
        raise NotFound(what=key[:40])
    actor.must_be_in(found.identity.organisation, key)
    signs = found.purpose == queries.ASSERTION
    leaves = compromised and not found.compromised if signs else found.retired_at is None
    retire(found, compromised=compromised, at=at)
    if leaves and found.identity.deactivated_at is None:
        history.write(found.identity, at=at)
    return queries.key_card(found)
