"""Is it on the log: a proof file that comes with a credential, asked whether it is for this credential."""

import msgspec

from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.verification import LOG
from orepass.kernel.check import Check, Result, failed, passed
from orepass.kernel.text import marked as _
from orepass.transparency.rules.leaf import read_leaf
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.proof import InclusionProof
from orepass.transparency.rules.verification import verify_inclusion


def check_entry(
    presented: Presented, proof: InclusionProof, key: VerifierKey | None, *, older: str | None = None
) -> Check:
    """Check a proof of inclusion against a credential; ``older`` is a checkpoint that the reader kept from before.

    Only one of the same size can be compared: what the log showed at another size would need a proof that it only grew.
    """
    leaf = read_leaf(proof.leaf)
    if leaf is None or leaf.content_digest != presented.digest:
        return failed(LOG, _("The proof is for another credential."))
    checks = verify_inclusion(proof, key=key, older=older)
    for result in (Result.FAILED, Result.UNDETERMINED):
        for one in checks:
            if one.result is result:
                return msgspec.structs.replace(one, name=LOG)
    apart = next((one.params["size"] for one in checks if one.result is Result.NOT_CHECKED and older is not None), None)
    if apart is not None:
        reason = _("Entry {index} of the log. Not compared with the checkpoint of {size} entries that is known here.")
        return passed(LOG, reason, index=proof.index, size=apart)
    return passed(LOG, _("Entry {index} of the log."), index=proof.index)
