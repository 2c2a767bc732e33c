"""Bundles of issuers whose DID was ended: what the log took up before still counts, and nothing else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from orepass.credentials.rules import jose
from orepass.credentials.rules.anchors import TrustedIssuer
from orepass.credentials.rules.bundle import Issuer
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.webvh_mirror import web_document
from orepass.transparency.rules.leaf import Leaf
from tests.rules.credentials.bundle_parts import (
    AT,
    EDWARDS,
    FALSE,
    HOST,
    OPEN,
    REFUSED,
    SIGNER,
    STRANGER,
    TRUE,
    EdwardsSigner,
    Row,
    anchors,
    bundle,
    changed,
    credential,
    document,
    proof,
    written,
)
from tests.rules.credentials.signing import Signer
from tests.rules.credentials.webvh_logs import Log

KEYS = frozenset(one.public.multibase for one in (SIGNER, EDWARDS))
NO_INSTANTS = ("2026", "2026-11-22", "never", "2026-11-22T12:30:00", "2026-02-30T00:00:00Z")
SECOND = timedelta(seconds=1)
ISSUED = datetime(2026, 1, 2, 12, tzinfo=UTC)


def text_of(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def relied(ended: str, keys: frozenset[str] = KEYS, **more: str) -> str:
    """A reader who knows that the mine's DID was ended."""
    return anchors({HOST: TrustedIssuer(keys, ended=ended, **more)})


def taken_up(content: dict[str, Any], at: datetime = AT, **options: Any) -> str:
    """The proof that the log took a credential up at an instant."""
    return proof(content, entry=Leaf("passport.certificate.issue", "crt-1", digest_of(content), at).data, **options)


def of_ended() -> list[Row]:
    """Of a DID whose end its reader knows, and of one whose history tells of it."""
    plain = credential()
    good = written(bundle())
    after, before = text_of(AT + SECOND), text_of(AT - SECOND)
    other = written(bundle(proof_file=proof(credential(name="another"))))
    shifted = (AT + timedelta(hours=2, seconds=1)).replace(tzinfo=None).isoformat() + "+02:00"
    unlogged, unknown = (
        written(bundle(proof_file="")),
        written(bundle(proof_file=taken_up(plain, origin="x.example/log"))),
    )
    by_other = changed(good, lambda value: value["credentials"][0]["token"].__setitem__(2, "A" * 86))
    return [
        Row("ended after the log took it up", TRUE, good, relied(after)),
        Row("ended after it, told in another zone", TRUE, good, relied(shifted)),
        Row("ended when the log took it up", FALSE, good, relied(text_of(AT)), check="key_authorised"),
        Row("ended before the log took it up", FALSE, good, relied(before), check="key_authorised"),
        Row("ended years ago", FALSE, good, relied("0001-01-01T00:00:00+14:00"), check="key_authorised"),
        Row("ended in years", TRUE, good, relied("9999-12-31T23:59:59-14:00")),
        Row("ended, and no entry of a log", OPEN, unlogged, relied(after), check="key_authorised"),
        Row(
            "ended, and an entry of a log that is not relied upon", OPEN, unknown, relied(after), check="key_authorised"
        ),
        Row("ended, and the entry of another", FALSE, other, relied(after), check="log"),
        Row("ended, and its keys are not known", OPEN, good, relied(after, frozenset()), check="key_authorised"),
        Row("ended, and another key is known", OPEN, good, relied(after, frozenset({STRANGER.public.multibase}))),
        Row("ended, and the signature is another", FALSE, by_other, relied(after), check="proof"),
        Row("ended, and its document without keys", FALSE, no_keys(), relied(after), check="key_authorised"),
        *(
            Row(f"ended at {text!r}", REFUSED, good, ended_at(text))
            for text in (
                "2026",
                "2026-11-22",
                "never",
                "2026-11-22T12:30:00",
                5,
                None,
                True,
                [after],
                "2026-02-30T00:00:00Z",
            )
        ),
        Row("ended at an empty text", TRUE, good, ended_at("")),
        *by_history(),
    ]


def ended_at(ended: Any) -> str:
    """Anchors that say so of the mine."""
    value = json.loads(anchors())
    value["issuers"][0]["ended"] = ended
    return json.dumps(value)


def no_keys() -> str:
    """A bundle with the document that an ended DID has on the web."""
    bare = document() | {"verificationMethod": [], "assertionMethod": [], "authentication": []}
    return written(bundle(issuers=(Issuer(HOST, json.dumps(bare)),)))


def by_history() -> list[Row]:
    """Histories that tell of their own end."""
    log, signer = Log(Signer(3)), EdwardsSigner(4)
    own = EdwardsSigner(4, name=log.did)
    state = document(own, name=log.did) | {"alsoKnownAs": [HOST]}
    log.go_on(Signer(3), state)
    living, known = log.text, str(log.entries[-1]["versionId"])
    log.go_on(
        Signer(3), document(own, name=log.did) | {"verificationMethod": [], "assertionMethod": []}, deactivated=True
    )
    begun = Log(Signer(3), deactivated=True)

    def row(
        name: str, outcome: str, at: datetime | None, *, history: str = log.text, web: bool = False, **more: Any
    ) -> Row:
        did = HOST if web else log.did
        content = credential(issuer=did, credentialStatus=None, validFrom="2026-01-02T00:00:00Z")
        issuer = Issuer(did, json.dumps(web_document(state)) if web else "", history)
        trusted = TrustedIssuer(
            history=log.did if web else "", version=more.get("version", known), ended=more.get("ended", "")
        )
        made = bundle(
            jose.sign(content, signer if web else own),
            content=content,
            issuers=(issuer,),
            proof_file="" if at is None else taken_up(content, at),
        )
        return Row(name, outcome, written(made), anchors({did: trusted}), AT, more.get("check", ""))

    late = ISSUED + timedelta(days=1)
    return [
        row("own history with its end, taken up before", TRUE, ISSUED),
        row("own history with its end, taken up after", FALSE, late, check="key_authorised"),
        row("own history with its end, not taken up", OPEN, None, check="key_authorised"),
        row("own history with its end, no version of it known", OPEN, ISSUED, version="", check="key_authorised"),
        row("own history with its end, another version known", OPEN, ISSUED, version="3-x", check="proof"),
        row("own history with an end that its reader knows earlier", FALSE, ISSUED, ended="2026-01-02T00:00:00Z"),
        row("own history cut before an end that is known", FALSE, late, history=living, ended="2026-01-03T00:00:00Z"),
        row("own history of nothing but its end", OPEN, ISSUED, history=begun.text, check="proof"),
        row("history of a host with its end, taken up before", TRUE, ISSUED, web=True),
        row("history of a host with its end, taken up after", FALSE, late, web=True, check="key_authorised"),
        row("history of a host with its end, not taken up", OPEN, None, web=True, check="key_authorised"),
    ]
