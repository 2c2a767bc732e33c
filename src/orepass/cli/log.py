"""``orepass log``: the public log; ``verify`` needs files only."""

from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from orepass.cli.files import read_text
from orepass.cli.output import emit, finish
from orepass.kernel import check
from orepass.platform.schema import ensure_home
from orepass.transparency import collecting, queries
from orepass.transparency.actions import place_queued
from orepass.transparency.collecting import Asked, Outcome
from orepass.transparency.exporting import export
from orepass.transparency.rules.note import NOTE_BYTES_MAX, parse_verifier_key
from orepass.transparency.rules.policy import parse_policy
from orepass.transparency.rules.verification import verify_file
from orepass.transparency.sources import source_named
from orepass.transparency.watched import kept_file, read_kept, write_kept
from orepass.transparency.watching import Look, look

app = typer.Typer(
    no_args_is_help=True, help="The public log: head, proofs, watching it, its files for a web server, its witnesses."
)

_text = partial(read_text, limit=NOTE_BYTES_MAX)
OPENING_MAX: Final = 20_000_000
"""The register of a group of a hundred thousand, with its proof."""

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
PolicyFile = Annotated[Path | None, typer.Option(help="Which witnesses must have cosigned (C2SP tlog-policy).")]
Out = Annotated[Path | None, typer.Option(help="Write the file here instead of printing it.")]


@app.command()
def head(
    *,
    save: Annotated[Path | None, typer.Option(help="Folder for checkpoint and log.pub.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the newest signed checkpoint and the log's public key."""
    ensure_home()
    card = queries.head()
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        (save / "checkpoint").write_text(card.checkpoint, encoding="utf-8")
        (save / "log.pub").write_text(card.verifier_key + "\n", encoding="utf-8")
    emit(card, as_json=as_json, human=lambda: print(f"{card.checkpoint}\n{card.verifier_key}\n{card.queued} queued"))


@app.command(name="sizes")
def list_sizes(
    *,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many, newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the sizes at which the log signed a checkpoint: from and to any of them it can be proved to have grown."""
    ensure_home()
    found = queries.sizes(limit=limit)
    emit({"sizes": found}, as_json=as_json, human=lambda: _show_sizes(found))


@app.command()
def prove(
    subject: Annotated[str, typer.Argument(help="Identifier of the subject; leave out with --from.")] = "",
    *,
    kind: Annotated[str, typer.Option(help="Which of its entries: certificate issued, suspended …")] = "",
    since: Annotated[int, typer.Option("--from", help="Prove that the log only grew since a size.")] = -1,
    until: Annotated[int | None, typer.Option("--to", help="… up to this size; the newest by default.")] = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Write a proof file: that a subject is on the log, or that the log only grew."""
    ensure_home()
    grown = since >= 0
    text = queries.consistency_file(since, until) if grown else queries.inclusion_file(subject, kind=kind)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    answer = {"subject": subject, "file": str(out or ""), "proof": text, "verifier_key": queries.head().verifier_key}
    emit(answer, as_json=as_json, human=lambda: print(out or text, end="\n" if out else ""))


@app.command()
def verify(
    proof: Annotated[Path, typer.Argument(help="A proof file, or an opened commitment.")],
    *,
    key: Annotated[Path | None, typer.Option(help="The log's public key (log.pub).")] = None,
    checkpoint: Annotated[Path | None, typer.Option(help="A checkpoint kept from before.")] = None,
    policy: PolicyFile = None,
    as_json: AsJson = False,
) -> None:
    """Check a proof file, or an opened commitment with its proof, offline: no database, no network."""
    public = parse_verifier_key(_text(key)) if key else None
    older, trusted = _text(checkpoint) if checkpoint else None, parse_policy(_text(policy)) if policy else None
    checks = verify_file(read_text(proof, limit=OPENING_MAX), key=public, older=older, policy=trusted)
    answer = {"checks": check.summaries(checks), "verified": check.verified(checks)}
    emit(answer, as_json=as_json, human=lambda: _show(checks))
    finish(failed=check.verified(checks) is False)


@app.command(name="export")
def write_files(
    folder: Annotated[Path, typer.Argument(help="Folder to bring up to date.")], *, as_json: AsJson = False
) -> None:
    """Write the log as files that any web server can host; what is there already is kept."""
    ensure_home()
    card = export(folder)
    words = f"{card.origin}: {card.size} entries, {card.written} files written, {card.in_place} in place"
    emit(card, as_json=as_json, human=lambda: print(words))


@app.command()
def collect(
    witness: Annotated[str, typer.Argument(help="One witness (wit-…); every one with an address by default.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Ask the witnesses of this log to cosign its newest checkpoint (run it from a timer)."""
    ensure_home()
    asked = collecting.collect(witness)
    emit({"witnesses": asked}, as_json=as_json, human=lambda: _show_asked(asked))
    finish(failed=any(one.outcome is Outcome.REFUSED for one in asked))


@app.command()
def watch(
    names: Annotated[list[str] | None, typer.Argument(help="Subjects: crt-…, an edition …; all when none.")] = None,
    *,
    source: Annotated[str, typer.Option("--from", help="Address or exported folder; this home by default.")] = "",
    key: Annotated[Path | None, typer.Option(help="The log's public key (log.pub), needed at the first look.")] = None,
    state: Annotated[Path | None, typer.Option(help="File that keeps what was seen; in the home by default.")] = None,
    compare: Annotated[list[Path] | None, typer.Option(help="A checkpoint that somebody else was shown.")] = None,
    policy: PolicyFile = None,
    as_json: AsJson = False,
) -> None:
    """Report every leaf about a name since the last look; show a split view or a rewritten history as what it is."""
    ensure_home()
    subjects = tuple(sorted(set(names or [])))
    file = state or kept_file(source, subjects)
    kept = read_kept(file, key=_text(key) if key else "" if source else queries.head().verifier_key)
    found = look(
        source_named(source),
        kept=kept,
        names=subjects,
        others=tuple(_text(one) for one in compare or []),
        policy=parse_policy(_text(policy)) if policy else None,
    )
    kept_at = write_kept(file, found)
    answer = {
        "origin": found.origin,
        "since": found.since,
        "size": found.size,
        "leaves": found.leaves,
        "checks": check.summaries(found.checks),
        "verified": check.verified(found.checks),
        "evidence": found.evidence,
        "kept": str(kept_at),
    }
    emit(answer, as_json=as_json, human=lambda: _show_look(found, str(kept_at)))
    finish(failed=not found.is_sound)


@app.command(name="sequence")
def place(*, as_json: AsJson = False) -> None:
    """Place what is queued and sign a checkpoint (the server does this after every change)."""
    ensure_home()
    place_queued()
    card = queries.head()
    emit(card, as_json=as_json, human=lambda: print(card.checkpoint))


def _show_sizes(found: list[queries.SizeCard]) -> None:
    for one in found:
        print(f"{one.size:>8}  {one.signed_at:%Y-%m-%d %H:%M}  {one.root}")


def _show_asked(asked: list[Asked]) -> None:
    for one in asked:
        print(f"{one.outcome:<12} {one.size:>8}  {one.name} {one.reason}")


def _show_look(found: Look, kept_at: str) -> None:
    for seen in found.leaves:
        print(f"{seen.index:>8}  {seen.at:%Y-%m-%d %H:%M}  {seen.kind}  {seen.subject}")
    _show(found.checks)
    for head in found.evidence:
        print(f"\n{head}", end="")
    print(kept_at)


def _show(checks: list[check.Check]) -> None:
    for one in checks:
        print(f"{one.result:<13} {one.name:<16} {one.reason}")
