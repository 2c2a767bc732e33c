"""Ask the witnesses of this log to cosign its newest checkpoint, and keep what they answer.

Nothing is asked inside a transaction: each answer is added by an action of its own, which verifies it.
"""

from enum import StrEnum
from http import HTTPStatus

import msgspec

from orepass.kernel.refusal import Refusal
from orepass.platform.access import Actor
from orepass.platform.net import Reply
from orepass.transparency import asking, queries
from orepass.transparency.actions import add_cosignature
from orepass.transparency.asking import Unreachable
from orepass.transparency.queries import WitnessCard
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.proof import read_consistency
from orepass.transparency.rules.witnessing import SIZE_TYPE


class Outcome(StrEnum):
    """What came of asking a witness."""

    COSIGNED = "cosigned"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class Asked(msgspec.Struct, frozen=True):
    """A witness that was asked, and what it said."""

    witness: str
    name: str
    outcome: Outcome
    size: int
    reason: str = ""


def collect(witness: str = "") -> list[Asked]:
    """Ask one witness, or every one, for the newest checkpoint; those without an address are asked by hand.

    Raises:
        NotFound: no such witness is asked.
    """
    cards = [queries.witness_card(witness)] if witness else queries.witnesses()
    return [_ask(card) for card in cards if card.url]


def _ask(card: WitnessCard) -> Asked:
    request = queries.witness_request(card.id)
    if not request:
        return Asked(card.id, card.name, Outcome.UNCHANGED, card.size or 0)
    size = parse_checkpoint(read_consistency(request).checkpoint).size
    try:
        reply = _sent(card, request)
        known = reply.body.decode(errors="replace").strip()
        if reply.status == HTTPStatus.CONFLICT and reply.media_type.startswith(SIZE_TYPE) and known.isdecimal():
            # The witness remembers another size than we kept: it is asked once more, from there.
            reply = _sent(card, queries.consistency_file(int(known[:19]), size))
        if reply.status != HTTPStatus.OK:
            words = reply.body.decode(errors="replace").strip()[:200]
            return Asked(card.id, card.name, Outcome.REFUSED, size, f"HTTP {reply.status} {words}")
        lines = reply.body.decode(errors="replace")
        add_cosignature(Actor.system("witnesses"), witness=card.id, size=size, lines=lines)
    except Unreachable as gone:
        return Asked(card.id, card.name, Outcome.UNREACHABLE, size, str(gone))
    except Refusal as refusal:
        return Asked(card.id, card.name, Outcome.REFUSED, size, str(refusal))
    return Asked(card.id, card.name, Outcome.COSIGNED, size)


def _sent(card: WitnessCard, request: str) -> Reply:
    return asking.ask(f"{card.url.rstrip('/')}/add-checkpoint", body=request.encode())
