"""``orepass capture | trace | recall | balance``: events in, lineage, recall and accounts out."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from rich.table import Table

from orepass.cli.output import emit, finish, progress, stderr
from orepass.custody.actions import CaptureRefused
from orepass.custody.actions.capturing import CaptureCard
from orepass.custody.queries import LotCard, accounts, balance, composition, lot_card, recall
from orepass.custody.rules.epcis import codes
from orepass.custody.rules.epcis.reading import BYTES_MAX
from orepass.kernel.finding import Finding, has_errors
from orepass.kernel.identifier import Identifier
from orepass.kernel.quantity import Milligrams, apportion, in_unit
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import registered
from orepass.platform.schema import ensure_home

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
ACTOR: Final = Actor.system("capture")
GRAM: Final = 1000


class EventFileUnreadable(Invalid):
    """The file cannot be read."""

    code = "custody.file.unreadable"
    message = _("“{value}” cannot be read: {reason}.")
    what_to_do = _("Give the path of a file that exists and that you may read.")


class NothingAsked(Invalid):
    """A recall starts at a certificate or a site."""

    code = "custody.recall.nothing"
    message = _("Neither a certificate nor a site was given.")
    what_to_do = _("Give --certificate ID or --site ID.")


class FileOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    file: str
    captured: int
    refused: int
    duplicates: int = 0
    job: str = ""
    findings: tuple[Finding, ...] = ()


@app.command("capture")
def capture_command(
    files: Annotated[list[Path], typer.Argument(help="EPCIS 2.0 in JSON: document, query document or one event.")],
    *,
    proceed: Annotated[bool, typer.Option("--proceed", help="Keep the good events of a file with bad ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take EPCIS events into the journal; each file whole or not at all, unless told to proceed."""
    ensure_home()
    outcomes: list[FileOutcome] = []
    with progress("capture", len(files)) as show:
        for done, file in enumerate(files, 1):
            outcomes.append(_captured(file, proceed=proceed))
            show(done)
    emit({"files": outcomes}, as_json=as_json, human=lambda: _tell(outcomes))
    finish(failed=any(outcome.refused or has_errors(list(outcome.findings)) for outcome in outcomes))


def _captured(file: Path, *, proceed: bool) -> FileOutcome:
    data = _bytes_of(file)
    try:
        # Bytes that are no UTF-8 reach the reader as they are, so that it can say where.
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refused(file, CaptureRefused(findings=[_encoding(error)], refused=1, count=0, first=""))
    try:
        card: CaptureCard = registered("custody.events.capture").perform(
            ACTOR, document=text, name=file.name[:200], proceed=proceed
        )
    except CaptureRefused as refused:
        return _refused(file, refused)
    return FileOutcome(
        file=str(file),
        captured=card.captured,
        duplicates=card.duplicates,
        refused=card.refused,
        job=card.id,
        findings=card.findings,
    )


def _encoding(error: UnicodeDecodeError) -> Finding:
    return codes.ENCODING.at(f"byte {error.start}", position=error.start)


def _refused(file: Path, refused: CaptureRefused) -> FileOutcome:
    count = int(str(refused.params.get("count", 0)))
    return FileOutcome(file=str(file), captured=0, refused=max(count, 1), findings=tuple(refused.findings))


def _bytes_of(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise EventFileUnreadable(where=str(file)[:200], value=file.name[:80], reason="no regular file")
        with file.open("rb") as stream:
            return stream.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise EventFileUnreadable(where=str(file)[:200], value=file.name[:80], reason=reason) from None


def _tell(outcomes: Sequence[FileOutcome]) -> None:
    for outcome in outcomes:
        counts = f"{outcome.captured} captured, {outcome.duplicates} already there, {outcome.refused} refused"
        print(f"{outcome.file}: {counts}")
        for finding in outcome.findings:
            print(f"  {finding.severity} {finding.code} {finding.where}: {finding.message}")
            print(f"    {finding.what_to_do}")


@app.command("trace")
def trace_command(
    lot: Annotated[str, typer.Argument(help="A lot's identifier or URI.")], *, as_json: AsJson = False
) -> None:
    """Show where a lot comes from: every origin with its exact share."""
    ensure_home()
    card = lot_card(lot)
    parts = composition(lot)
    # whole grams whose parts add up to the lot; the milligrams beside them are exact
    grams = apportion(card.mass_mg // GRAM, [part.share for part in parts]) if card.mass_mg else None
    origins = [
        {
            "origin": part.site or part.origin,
            "uri": part.origin,
            "claim_class": part.claim_class,
            "certificate": part.certificate,
            "mineral": part.mineral,
            "share": float(part.share),
            "share_exact": f"{part.share.numerator}/{part.share.denominator}",
            "mass_g": grams[at] if grams else None,
            "mass_mg": part.mass_mg,
        }
        for at, part in enumerate(parts)
    ]

    def human() -> None:
        table = Table("origin", "class", "share", "mass kg", title=card.uri)
        for part in parts:
            mass = "" if part.mass_mg is None else str(in_unit(Milligrams(part.mass_mg)))
            table.add_row(part.site or part.origin or "unknown", part.claim_class, f"{float(part.share):.4%}", mass)
        stderr.print(table)

    emit(
        {"lot": card.id, "uri": card.uri, "mass_g": _grams(card.mass_mg), "origins": origins},
        as_json=as_json,
        human=human,
    )


def _grams(mass_mg: int | None) -> int | None:
    return None if mass_mg is None else mass_mg // GRAM


@app.command("recall")
def recall_command(
    *,
    certificate: Annotated[str, typer.Option("--certificate", help="What was delivered under this certificate.")] = "",
    site: Annotated[str, typer.Option("--site", help="What was delivered from this site.")] = "",
    since: Annotated[str, typer.Option("--since", help="From this day on, such as 2026-03-01.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show every lot that a suspected delivery went into."""
    ensure_home()
    if not certificate and not site:
        raise NothingAsked(where="--certificate")
    found = recall(certificate=certificate, site=site, since=_day(since))
    affected = [*map(_affected, found.began), *map(_affected, found.affected)]

    def human() -> None:
        print(f"{len(found.began)} lots began there, {len(found.affected)} lots were made from them")
        for part in affected:
            print(f"  {part['uri']}  {part['holder']}")

    emit({"affected": affected, "began": len(found.began)}, as_json=as_json, human=human)


def _affected(card: LotCard) -> dict[str, object]:
    return {
        "lot": card.id,
        "uri": card.uri,
        "holder": card.holder,
        "site": card.site,
        "remaining_g": _grams(card.remaining_mg),
    }


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(where="--since", value=text[:40]) from None


@app.command("balance")
def balance_command(
    account: Annotated[str, typer.Argument(help="An account's identifier, or a site's; none for all.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Show mass balance accounts: entries, balance at the end of the day, and what is wrong."""
    ensure_home()
    cards = [balance(name, on=clock.today()) for name in _accounts(account)]
    if len(cards) == 1:
        payload: dict[str, object] = {
            "account": cards[0].account,
            "on": cards[0].on,
            "entries": cards[0].entries,
            "balance": cards[0].balance_mg,
            "unit": "mg",
            "findings": cards[0].findings,
        }
    else:
        payload = {"accounts": cards, "entries": [], "balance": None}

    def human() -> None:
        for card in cards:
            held = (
                in_unit(Milligrams(card.balance_mg)) if card.balance_mg >= 0 else -in_unit(Milligrams(-card.balance_mg))
            )
            print(f"{card.account.id} {card.account.element} {held} kg, {len(card.entries)} entries")
            for finding in card.findings:
                print(f"  {finding.severity} {finding.code}: {finding.message}")

    emit(payload, as_json=as_json, human=human)
    finish(failed=any(has_errors(list(card.findings)) for card in cards))


def _accounts(named: str) -> Iterator[Identifier]:
    if named.startswith("bal-"):
        yield Identifier(named)
        return
    found = accounts(ACTOR, site=named)
    if named and not found:
        raise NotFound(what=named[:80])
    yield from (card.id for card in found)
