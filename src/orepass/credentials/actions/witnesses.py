"""Ask witnesses to countersign an identity's history, and take their proofs; unwitnessed versions are not published."""

import json
from datetime import datetime
from typing import Any

from orepass.credentials import queries
from orepass.credentials.actions import history
from orepass.credentials.models import HistoryEntry, HistoryWitness
from orepass.credentials.queries import IdentityCard, VersionCard
from orepass.credentials.rules.keys import from_multibase
from orepass.credentials.rules.webvh import witness_proof_holds
from orepass.credentials.rules.webvh_writing import witness_parameter
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action

WITNESSES_MAX = 20


class BadWitness(Invalid):
    """A witness, their number or their proof cannot be taken."""

    code = "credentials.witness.invalid"
    message = _("The witnesses cannot be taken: {reason}.")
    what_to_do = _("Name each witness once by its did:key, ask for at least one of them, and hand in what it signed.")


@action("credentials.identity.name_witnesses")
def name_witnesses(actor: Actor, *, did: str, witnesses: list[str], threshold: int = 1, at: datetime) -> IdentityCard:
    """Ask for witnesses from the next version on; with an empty list, for none any more.

    Raises:
        NotFound: the DID is not in the home's store, or has no history.
        IdentityEnded: it was ended.
        BadWitness: a name that is none, one given twice, or more asked for than are named.
    """
    identity = history.identity_in_force(actor, did)
    if not identity.scid:
        raise NotFound(what=did[:80])
    for name in witnesses:
        if not name.startswith("did:key:"):
            raise BadWitness(reason=_("a witness is not named by a did:key"))
        from_multibase(name.removeprefix("did:key:"))
    if len(set(witnesses)) != len(witnesses) or len(witnesses) > WITNESSES_MAX:
        raise BadWitness(reason=_("a witness is named twice, or they are too many"))
    if witnesses and not 1 <= threshold <= len(witnesses):
        raise BadWitness(reason=_("more are asked for than are named"))
    history.write(identity, at=at, more={"witness": witness_parameter(witnesses, threshold)})
    return queries.identity_card(identity.did)


@action("credentials.identity.take_witness_proof")
def take_witness_proof(
    actor: Actor, *, did: str, version: str, witness: str, proof: dict[str, Any], at: datetime
) -> list[VersionCard]:
    """Take a witness's proof for a version; handing in the same one again changes nothing.

    Raises:
        NotFound: the DID or the version is not here.
        BadWitness: the proof is not that witness's for that version.
    """
    identity = history.identity_in_force(actor, did)
    entry = HistoryEntry.objects.filter(identity=identity, version_id=version[:80]).first()
    if entry is None:
        raise NotFound(what=version[:80])
    if not witness_proof_holds(entry.version_id, proof, witness):
        raise BadWitness(reason=_("the proof is not that witness's for that version"))
    kept = {"proof": json.dumps(proof, sort_keys=True), "at": at}
    HistoryWitness.objects.get_or_create(entry=entry, witness=witness[:200], defaults=kept)
    return queries.history_of(identity.did)
