"""``orepass verify``: check any credential, or an offline bundle by itself, saying for each check what came of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from orepass.cli.files import DOCUMENT_MAX, read_bytes, read_text
from orepass.cli.options import needs
from orepass.cli.output import emit, finish
from orepass.credentials import fetching
from orepass.credentials.outside import OFFLINE, proof_log
from orepass.credentials.rules.anchors import Anchors, read_anchors
from orepass.credentials.rules.presentation import Occasion, PresentationVerification, is_presentation
from orepass.credentials.rules.sd_jwt import looks_like
from orepass.credentials.rules.verification import Fetched, LogCheck, Verification
from orepass.kernel import check
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.passport import bundling, checking, queries
from orepass.platform import clock
from orepass.platform.schema import ensure_home
from orepass.transparency.rules.note import NOTE_BYTES_MAX, parse_verifier_key
from orepass.transparency.rules.proof import read_inclusion

app = typer.Typer()

OWN: Final = ("psp-", "crt-", "crd-")


class UnreadableInput(Invalid):
    """What is to be checked cannot be had from its address."""

    code = "cli.verify.unreadable"
    message = _("“{name}” cannot be read: {reason}.")
    what_to_do = _("Name a file, an https address, or an identifier of this home; - reads from standard input.")


class IdleOption(Invalid):
    """An option was given that nothing is done with: what it should prove would go unchecked in silence."""

    code = "cli.verify.option"
    message = _("“{option}” does not count for what is checked here.")
    what_to_do = _(
        "Leave it out: --proof, --log-key and --with are for a credential that is shown whole, --trust for that, a "
        "bundle or a presentation, --challenge and --domain for a presentation."
    )


@app.command("verify")
def verify(  # noqa: PLR0913 - a command line has one option per fact
    what: Annotated[str, typer.Argument(help="A file, an https address, an identifier of this home, or -.")],
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    proof: Annotated[Path | None, typer.Option(help="Its proof file from the log.")] = None,
    log_key: Annotated[Path | None, typer.Option(help="The log's public key, for --proof.")] = None,
    trust: Annotated[Path | None, typer.Option(help="Issuers, logs and schemes relied upon besides.")] = None,
    alongside: Annotated[
        list[Path] | None, typer.Option("--with", help="A further credential that counts, such as an identity anchor.")
    ] = None,
    challenge: Annotated[str, typer.Option(help="What a presentation was asked for with.")] = "",
    domain: Annotated[str, typer.Option(help="Whom a presentation was made for.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check a credential, a passport, a bundle or a presentation: proof, key, issuer, dates, status, schema, log."""
    needs({"--log-key": log_key}, {"--proof": proof})
    ensure_home()
    text = _read(what, offline=offline)
    of_credential: dict[str, object] = {"--proof": proof, "--log-key": log_key, "--with": alongside}
    of_bundle: dict[str, object] = {"--trust": trust}
    of_presentation: dict[str, object] = {"--challenge": challenge, "--domain": domain}
    if is_presentation(text):
        _refuse_idle(of_credential)
        occasion, relied = Occasion(challenge, domain), _relied(trust)
        presented = checking.check_presentation(
            text, at=clock.now(), offline=offline, occasion=occasion, relied=relied.issuers, schemes=relied.schemes
        )
        _tell_presentation(presented, as_json=as_json)
        return
    bundle = bundling.bundle_in(text)
    if bundle is not None:
        _refuse_idle(of_credential | of_presentation)
        found = bundling.check_bundle(bundle, anchors=_anchors(trust), at=clock.now())
    else:
        plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        _refuse_idle(of_presentation | (of_credential | of_bundle if looks_like(plain) else {}))
        found = checking.check(
            text,
            at=clock.now(),
            offline=offline,
            log=_log(proof, log_key),
            alongside=[read_bytes(path, limit=DOCUMENT_MAX) for path in alongside or []],
            relied=_relied(trust).issuers,
            schemes=_relied(trust).schemes,
        )
    answer = {
        "id": found.credential.get("id"),
        "issuer": found.credential.get("issuer"),
        "checks": check.summaries(found.checks),
        "verified": found.verified,
    }
    if bundle is not None:
        answer["made_at"] = bundle.made_at
    emit(answer, as_json=as_json, human=lambda: _show(found))
    finish(failed=found.verified is False)


def _refuse_idle(options: Mapping[str, object]) -> None:
    given = next((name for name, value in options.items() if value), None)
    if given is not None:
        raise IdleOption(where=given, option=given)


def _tell_presentation(found: PresentationVerification, *, as_json: bool) -> None:
    answer = {
        "id": found.presentation.get("id"),
        "holder": found.presentation.get("holder"),
        "checks": check.summaries(found.checks),
        "credentials": [
            {"id": one.credential.get("id"), "checks": check.summaries(one.checks), "verified": one.verified}
            for one in found.credentials
        ],
        "verified": found.verified,
    }
    emit(answer, as_json=as_json, human=lambda: _show_all(found))
    finish(failed=found.verified is False)


def _show_all(found: PresentationVerification) -> None:
    for one in found.credentials:
        print(one.credential.get("id") or "-")
        _show(one)
    _show(found)


def _show(found: Verification | PresentationVerification) -> None:
    for one in found.checks:
        print(f"{one.result:<13} {one.name:<20} {one.reason}")
    words = {True: "verified", False: "NOT verified", None: "undetermined: not everything could be checked"}
    print(words[found.verified])


def _anchors(trust: Path | None) -> Anchors:
    return bundling.own_anchors() | _relied(trust)


def _relied(trust: Path | None) -> Anchors:
    return read_anchors(read_bytes(trust, limit=DOCUMENT_MAX)) if trust is not None else Anchors()


def _log(proof: Path | None, key: Path | None) -> LogCheck | None:
    if proof is None:
        return None
    read = read_inclusion(read_text(proof, limit=NOTE_BYTES_MAX))
    return proof_log(read, parse_verifier_key(read_text(key, limit=NOTE_BYTES_MAX)) if key else None)


def _read(what: str, *, offline: bool) -> str | bytes:
    if what.startswith(OWN) and not Path(what).exists():
        return queries.token(what)
    if "://" not in what:
        return read_bytes(what, limit=DOCUMENT_MAX)
    own = queries.token_at_url(what)
    if own is not None:
        return own
    fetched = Fetched(None, reason=OFFLINE) if offline else fetching.fetch(what)
    if fetched.body is None:
        raise UnreadableInput(where=what[:200], name=what[:200], reason=fetched.reason)
    return fetched.body
