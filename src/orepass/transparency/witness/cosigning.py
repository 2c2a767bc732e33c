"""Judge a request, keep what is cosigned, and only then answer (C2SP tlog-witness)."""

from orepass.transparency.rules.cosignature import cosign
from orepass.transparency.rules.note import BadNote
from orepass.transparency.rules.witnessing import Answer, considered, origin_asked
from orepass.transparency.witness.state import WitnessFolder, keep, keep_evidence, kept_of


def answered(witness: WitnessFolder, request: str, *, at: int) -> Answer:
    """Answer a request to cosign at an instant in seconds since 1970; the body holds the cosignature."""
    origin = origin_asked(request)
    with witness.locked() as connection:
        key, cosigned, kept = kept_of(connection, origin)
        answer = considered(request, keys={origin: key} if key else {}, kept=kept)
        if answer.evidence:
            keep_evidence(connection, origin, cosigned=cosigned, refused=answer.evidence, at=at)
        if not answer.cosigns:
            return answer
        try:
            line = cosign(answer.checkpoint, name=witness.name, signer=witness.signer, at=at)
        except BadNote as bad:
            return Answer(400, f"{bad}\n")
        keep(connection, origin, answer.checkpoint)
    return Answer(answer.status, line, checkpoint=answer.checkpoint)
