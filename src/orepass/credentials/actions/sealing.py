"""Share restricted evidence with a party in one of its roles, sealed so that nobody else can read it, and open it.

Decentralised access as UNTP 0.7.0 has it: the sealed file may be fetched by anybody from an address that a credential
links to, with its digest; who holds the key of the role opens it. What was shared cannot be taken back: it is shared no
more, which is all that can be promised.
"""

import base64
from datetime import datetime

import msgspec

from orepass.credentials.actions import history
from orepass.credentials.actions.made import new_agreement_key, retire
from orepass.credentials.models import Key, SealedFile
from orepass.credentials.queries import AGREEMENT, KeyCard, key_card, keys_of_readers, link_of, sealed_url
from orepass.credentials.rules.keys import from_multibase
from orepass.credentials.rules.sealing import Reader, open_sealed, seal
from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.files import is_stored_by, keep_once, read_evidence
from orepass.platform.key_holder import agreement_of


class UnknownRole(Invalid):
    """There is no such role, so that no key can be made for it."""

    code = "credentials.agreement.role"
    message = _("“{role}” is no role.")
    what_to_do = _("Choose one of these: {roles}.")


class NoReaderKey(Conflict):
    """The party has no key of that role for which a file could be sealed."""

    code = "credentials.evidence.no_key"
    message = _("“{organisation}” has no key for the role {role}, so that nothing can be sealed for it.")
    what_to_do = _("Ask a steward to make one: credentials.agreement.make, for an identity of that organisation.")


class SealedCard(msgspec.Struct, frozen=True):
    """A sealed file: its digest, where anybody fetches it, for which key, and the link that a credential carries."""

    id: str
    url: str
    key_id: str
    link: dict[str, str]


class OpenedCard(msgspec.Struct, frozen=True):
    """What was in a sealed file, under the digest by which evidence is named."""

    id: str
    media_type: str
    content_base64: str


@action("credentials.agreement.make")
def make_agreement_key(actor: Actor, *, did: str, role: str, at: datetime) -> KeyCard:
    """Make the key that opens what is sealed for an identity in a role; the one before opens what was, and no more.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended.
        UnknownRole: there is no such role.
        NoAgreement: whatever holds the keys only signs.
    """
    identity = history.identity_in_force(actor, did)
    if role not in {one.value for one in Role}:
        raise UnknownRole(where="role", role=role[:40], roles=", ".join(one.value for one in Role))
    before = list(Key.objects.filter(identity=identity, purpose=AGREEMENT, role=role, retired_at=None))
    key = new_agreement_key(identity, role=role, at=at)
    agreement_of(key.id, key_card(key).key_id)  # one that only signs would open nothing
    for one in before:
        retire(one, compromised=False, at=at)
    history.write(identity, at=at)
    return key_card(key)


@action("credentials.evidence.share")
def share_evidence(actor: Actor, *, evidence: str, organisation: str, role: str, at: datetime) -> SealedCard:
    """Seal a file of one's own organisation for another in one of its roles, under an address that anybody may ask.

    Raises:
        NotFound: nothing is stored, or it is another party's.
        NoReaderKey: the party has no key of that role.
    """
    if not is_stored_by(actor.organisation, evidence):
        raise NotFound(what=evidence[:80])
    card, content = read_evidence(actor, evidence)
    key = _key_for(organisation, role)
    reader = Reader(key_card(key).key_id, from_multibase(key.public_multibase))
    text = seal(content, media_type=card.media_type, readers=[reader]).encode()
    sha256 = digest_bytes(text)
    keep_once(sha256, text)
    SealedFile.objects.create(
        sha256=sha256,
        evidence=evidence,
        organisation=actor.organisation,
        key=key,
        media_type=card.media_type,
        sealed_by=actor.pseudonym,
        at=at,
    )
    return SealedCard(sha256, sealed_url(sha256), reader.key_id, link_of(sha256))


@action("credentials.evidence.open")
def open_evidence(actor: Actor, *, content_base64: str) -> OpenedCard:
    """Open a sealed file with the key of one's own organisation in a role that one holds there.

    Raises:
        BadSealed: it is none, or not as it was sealed.
        NotForThisKey: it was sealed for none of the keys that the actor may use, or was changed since.
        NotFound: the actor may use none.
    """
    try:
        text = base64.b64decode(content_base64, validate=True)
    except ValueError:
        text = b""
    found = open_sealed(text, [agreement_of(key.id, key_card(key).key_id) for key in _own_keys(actor)])
    return OpenedCard(digest_bytes(found.content), found.media_type, base64.b64encode(found.content).decode())


def _key_for(organisation: str, role: str) -> Key:
    keys = keys_of_readers().filter(identity__organisation=organisation, role=role)
    found = keys.order_by("-created_at", "-id").first()
    if found is None:
        raise NoReaderKey(organisation=organisation[:80], role=role[:40])
    return found


def _own_keys(actor: Actor) -> list[Key]:
    """Return the keys by which an actor may open files: nobody stands in for a party, or for a role in it."""
    keys = Key.objects.select_related("identity").filter(
        purpose=AGREEMENT,
        identity__organisation=actor.organisation,
        role__in=[str(role) for role in actor.roles],
    )
    found = list(keys.exclude(identity__organisation="").order_by("-created_at", "-id"))
    if not found:
        raise NotFound(what=actor.organisation or actor.pseudonym)
    return found
