"""Chapter ten: why anyone should believe it. A buyer's witness cosigns the log, keys rotate, a scope shrinks.

The keys of parties elsewhere, a witness and a register, come from the story's seed: what they sign can be made again.
"""

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.cli.story.certification import declare
from orepass.cli.story.teller import Strand, Teller
from orepass.credentials.rules.keys import of_public
from orepass.transparency.queries import head
from orepass.transparency.rules.cosignature import cosign, witness_key

WATCHED: Final = (413, 300, 200, 100)
"""Days before the story's end on which the witness looked; it looks once more when all is told."""

NAMED, ROTATED, SHRUNK, TRUSTED, LAST = 114, 95, 78, 66, 1
WITNESS: Final = "fjord-motors.example/witness"


def key_from(teller: Teller, name: str) -> Ed25519PrivateKey:
    """Return the key of a party elsewhere: it depends on the story's seed and the party's name alone."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{teller.seed}:{name}".encode()).digest())


def watch_the_log(teller: Teller) -> Strand[None]:
    """Let the buyer run a witness of the log: whoever checks it must not be the one who runs it."""
    for place, before in enumerate(WATCHED):
        yield before
        if place == 0:
            key = str(witness_key(WITNESS, key_from(teller, "witness")))
            teller.things["witness"] = teller.act("steward", "transparency.witness.accept", verifier_key=key)["id"]
        _cosigned(teller)


def cosign_the_end(teller: Teller) -> Strand[None]:
    """Let the witness cosign the log as it stands when the story ends."""
    yield LAST
    _cosigned(teller)


def _cosigned(teller: Teller) -> None:
    """Place what is queued, and let the witness cosign the head; it signs as soon as it is asked."""
    teller.act_as(teller.system, "transparency.log.sequence")
    present, asked = head(), datetime.combine(teller.today, time(7), tzinfo=UTC) + timedelta(minutes=teller.minute)
    line = cosign(present.checkpoint, name=WITNESS, signer=key_from(teller, "witness"), at=int(asked.timestamp()))
    teller.act(
        "steward",
        "transparency.cosignature.add",
        witness=teller.things["witness"],
        size=present.size,
        lines=line,
    )


def name_the_provider(teller: Teller) -> Strand[None]:
    """Give the provider an identity of its own to sign with, and a few weeks later new keys."""
    yield NAMED
    identity = teller.act(
        "steward",
        "credentials.identity.create",
        path="meridian",
        organisation=teller.organisation("provider"),
        name=teller.cast["organisations"]["provider"]["name"],
    )
    teller.things["identity.provider"] = identity["id"]
    yield ROTATED
    teller.act("steward", "credentials.identity.rotate", did=identity["id"])


def shrink(teller: Teller) -> Strand[None]:
    """Close a pit: it leaves the scope of its certificate, whose credential is superseded by a further version."""
    yield SHRUNK
    declare(teller, "graphite", teller.today)
    certificate = teller.things["certificate.graphite.CPS"]
    teller.act(
        "certifier",
        "assurance.certificate.reduce",
        certificate=certificate,
        sites=[teller.site("graphite_east")],
        grounds="own_request",
        note="The east pit is worked out and fenced off.",
    )
    teller.act("certifier", "passport.certificate.issue_credential", certificate=certificate)
    teller.act_as(teller.system, "transparency.log.sequence")


def trust_a_register(teller: Teller) -> Strand[None]:
    """Let the scheme office trust a register of companies abroad to say whose a DID is."""
    yield TRUSTED
    name = of_public(key_from(teller, "register").public_key()).multibase
    teller.act(
        "scheme",
        "passport.trust.declare",
        identifier=f"did:key:{name}",
        part="register",
        name="Companies Register of Zambia (demonstration)",
        grounds="Its key was handed over at the counter in Lusaka and compared by telephone (demonstration).",
    )
    teller.act_as(teller.system, "transparency.log.sequence")
