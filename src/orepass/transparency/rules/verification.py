"""Check proof files with nothing but files: no database, no network (C2SP tlog-proof, tlog-checkpoint).

The reader brings the log's public key, and may bring an older checkpoint kept from before: then the log cannot have
shown two histories.
"""

from orepass.kernel.check import Check, failed, not_checked, passed, undetermined
from orepass.kernel.text import marked as _
from orepass.transparency.rules.checkpoint import Checkpoint, checkpoint_holds, parse_checkpoint
from orepass.transparency.rules.leaf import read_leaf
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.opening import is_opening, opens, read_opening
from orepass.transparency.rules.policy import WITNESSES, Policy, witnessed
from orepass.transparency.rules.proof import ConsistencyProof, InclusionProof, read_consistency, read_inclusion


def verify_file(
    text: str, *, key: VerifierKey | None, older: str | None = None, policy: Policy | None = None
) -> list[Check]:
    """Check a file: an inclusion or a consistency proof, or an opened commitment with its proof.

    A policy may bring the log's key, and asks for witnesses.

    Raises:
        BadNote: none of these kinds of file, or the older checkpoint is not one.
        BadOpening: it opens no commitment.
    """
    if is_opening(text):
        opening = read_opening(text)
        said = opens(opening, read_inclusion(opening.proof))
        return [said, *verify_file(opening.proof, key=key, older=older, policy=policy)]
    if text.startswith("old "):
        growth = read_consistency(text)
        known = key or _key_of(growth.checkpoint, policy)
        checks = verify_consistency(growth, key=known, older=older)
        return [*checks, witnesses_of(growth.checkpoint, policy)]
    proof = read_inclusion(text)
    checks = verify_inclusion(proof, key=key or _key_of(proof.checkpoint, policy), older=older)
    return [*checks, witnesses_of(proof.checkpoint, policy)]


def witnesses_of(checkpoint: str, policy: Policy | None) -> Check:
    """Check that the witnesses a reader trusts cosigned a checkpoint."""
    if policy is None:
        return not_checked(WITNESSES, _("No policy of witnesses was given."))
    return witnessed(checkpoint, policy)


def _key_of(checkpoint: str, policy: Policy | None) -> VerifierKey | None:
    return policy.log_of(parse_checkpoint(checkpoint).origin) if policy else None


def verify_inclusion(proof: InclusionProof, *, key: VerifierKey | None, older: str | None = None) -> list[Check]:
    """Check that a leaf is in the signed tree."""
    head = parse_checkpoint(proof.checkpoint)
    if proof.holds():
        path = passed("inclusion", _("The leaf is entry {index} of {size}."), index=proof.index, size=head.size)
    else:
        path = failed("inclusion", _("The hashes do not lead from the leaf to the root of the checkpoint."))
    return [path, _leaf(proof.leaf), _signature(proof.checkpoint, key), *_same_history(head, key, older)]


def verify_consistency(proof: ConsistencyProof, *, key: VerifierKey | None, older: str | None) -> list[Check]:
    """Check that the log only grew since an older checkpoint."""
    if older is None:
        grown = undetermined("consistency", _("Give the older checkpoint to compare with."))
        return [grown, _signature(proof.checkpoint, key)]
    before = parse_checkpoint(older)
    if proof.holds_for(before):
        size = parse_checkpoint(proof.checkpoint).size
        grown = passed("consistency", _("The log only grew from {old} to {new} entries."), old=before.size, new=size)
    else:
        grown = failed("consistency", _("The proof does not lead from the older checkpoint to the newer one."))
    return [grown, _signature(proof.checkpoint, key), _signature(older, key, name="older_signature")]


def _leaf(data: bytes) -> Check:
    leaf = read_leaf(data)
    if leaf is None:
        return failed("leaf", _("The leaf is not an entry of this kind of log."))
    return passed("leaf", _("{kind} of {subject} at {at}."), kind=leaf.kind, subject=leaf.subject, at=leaf.at)


def _signature(note: str, key: VerifierKey | None, *, name: str = "signature") -> Check:
    if key is None:
        return undetermined(name, _("Give the public key of the log; the key in the home was not asked."))
    if checkpoint_holds(note, key):
        return passed(name, _("{log} signed the checkpoint."), log=key.name)
    return failed(name, _("The checkpoint is not signed by {log} with this key."), log=key.name)


def _same_history(head: Checkpoint, key: VerifierKey | None, older: str | None) -> list[Check]:
    if older is None:
        return [not_checked("consistency", _("No other checkpoint was given to compare with."))]
    other = parse_checkpoint(older)
    if (other.origin, other.size) != (head.origin, head.size):
        reason = _("The checkpoint given is of size {size}; ask the log for a consistency proof between the two.")
        return [not_checked("consistency", reason, size=other.size)]
    if other.root != head.root:
        return [failed("consistency", _("The log signed two different trees of the same size."))]
    return [
        passed("consistency", _("Both checkpoints commit to the same tree.")),
        _signature(older, key, name="older_signature"),
    ]
