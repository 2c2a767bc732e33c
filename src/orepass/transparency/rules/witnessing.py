"""How a witness answers: it cosigns what only grew, refuses what was rolled back or forked (C2SP tlog-witness).

Pure: the request, the keys of the logs it watches and what it cosigned last go in; what to answer and what to keep come
out. Whoever calls holds the kept state locked from before the question until the answer is stored.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import msgspec

from orepass.transparency.rules.checkpoint import Checkpoint, parse_checkpoint
from orepass.transparency.rules.merkle import EMPTY_ROOT
from orepass.transparency.rules.note import BadNote, VerifierKey, note_holds, parse_note
from orepass.transparency.rules.proof import ConsistencyProof, read_consistency

SIZE_TYPE: Final = "text/x.tlog.size"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
REQUEST_BYTES_MAX: Final = 64_000

Keys = Mapping[str, VerifierKey]
"""The logs a witness watches: origin to key."""


class Answer(msgspec.Struct, frozen=True):
    """What a witness answers before it cosigns; ``checkpoint`` is what it may cosign and keep."""

    status: int
    body: str = ""
    media_type: str = TEXT_TYPE
    checkpoint: str = ""
    evidence: str = ""

    @property
    def cosigns(self) -> bool:
        """Say whether the checkpoint may be cosigned."""
        return self.status == HTTPStatus.OK


def origin_asked(request: str) -> str:
    """Return the log that a request is about; empty when it cannot be read."""
    try:
        return parse_checkpoint(read_consistency(request).checkpoint).origin
    except BadNote:
        return ""


def considered(request: str, *, keys: Keys, kept: Checkpoint | None) -> Answer:
    """Answer a request to cosign, given what was cosigned last of the same log."""
    try:
        proof = read_consistency(request)
        head = parse_checkpoint(proof.checkpoint)
        key = keys.get(head.origin)
        if key is None:
            return _refused(HTTPStatus.NOT_FOUND, "this witness does not watch that log")
        if not note_holds(parse_note(proof.checkpoint), key):
            return _refused(HTTPStatus.FORBIDDEN, "the checkpoint is not signed by the key known of that log")
    except BadNote as bad:
        return _refused(HTTPStatus.BAD_REQUEST, str(bad))
    return _of_known_log(proof, head, kept or Checkpoint(head.origin, 0, EMPTY_ROOT))


def _of_known_log(proof: ConsistencyProof, head: Checkpoint, kept: Checkpoint) -> Answer:
    if proof.old > head.size:
        return _refused(HTTPStatus.BAD_REQUEST, "the old size is beyond the checkpoint")
    if proof.old != kept.size:
        # A smaller tree signed by the log itself may be an old checkpoint, replayed or rolled back to: never cosigned.
        return Answer(HTTPStatus.CONFLICT, f"{kept.size}\n", SIZE_TYPE)
    if head.size == kept.size:
        if head.root != kept.root:
            reason = "the log signed another tree of the same size"
            return _refused(HTTPStatus.CONFLICT, reason, evidence=proof.checkpoint)
        if proof.hashes:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "no hash is needed between equal trees")
    elif not proof.holds_for(kept):
        reason = "the proof does not lead from what was cosigned to this checkpoint"
        evidence = proof.checkpoint if proof.contradicts(kept) else ""
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, reason, evidence=evidence)
    return Answer(HTTPStatus.OK, checkpoint=proof.checkpoint)


def _refused(status: HTTPStatus, reason: str, *, evidence: str = "") -> Answer:
    return Answer(status, f"{reason}\n", evidence=evidence)
