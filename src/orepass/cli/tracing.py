"""``orepass trace | claims | recall | balance``: where lots come from, what may be said of them, recall, accounts."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final

import msgspec
import typer
from rich.table import Table

from orepass.cli.output import emit, finish, stderr
from orepass.custody.queries import BalanceCard, accounts, balance, composition, lot_card
from orepass.custody.queries.claims import LotClaim, claims_for
from orepass.custody.queries.closing import next_reconciliation
from orepass.custody.queries.outlook import outlook
from orepass.custody.queries.reaching import Asked
from orepass.custody.queries.recalled import ReachedLot, recall_csv
from orepass.custody.queries.recalls import recall_for
from orepass.kernel.finding import has_errors
from orepass.kernel.identifier import Identifier
from orepass.kernel.quantity import Milligrams, apportion, in_unit
from orepass.kernel.refusal import Invalid, NotFound
from orepass.party.queries import site_cards
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.schema import ensure_home

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
ACTOR: Final = Actor.system("reading")
GRAM: Final = 1000


@app.command("trace")
def trace_command(
    lot: Annotated[str, typer.Argument(help="A lot's identifier or URI.")], *, as_json: AsJson = False
) -> None:
    """Show where a lot comes from, every origin with its exact share, and what may be claimed of it."""
    ensure_home()
    card = lot_card(lot)
    parts = composition(card.uri)
    claim = claims_for(card.uri, holder=card.holder)
    # whole grams whose parts add up to the lot; the milligrams beside them are exact
    grams = apportion(card.mass_mg // GRAM, [part.share for part in parts]) if card.mass_mg else None
    late = {name for name, site in site_cards({part.site for part in parts}).items() if site.begins_nothing}
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
            "told_late": part.site in late,
        }
        for at, part in enumerate(parts)
    ]

    def human() -> None:
        table = Table("origin", "class", "share", "mass kg", title=card.uri)
        for part in parts:
            mass = "" if part.mass_mg is None else str(in_unit(Milligrams(part.mass_mg)))
            place = part.site or part.origin or "unknown"
            told = f"{place} (first told of here)" if part.site in late else place
            table.add_row(told, part.claim_class, f"{float(part.share):.4%}", mass)
        stderr.print(table)
        _tell_claim(claim)

    whole = {
        "lot": card.id,
        "uri": card.uri,
        "mass_g": _grams(card.mass_mg),
        "origins": origins,
        "claim": _claim(claim),
    }
    emit(whole, as_json=as_json, human=human)


@app.command("claims")
def claims_command(
    lot: Annotated[str, typer.Argument(help="A lot's identifier or URI.")],
    *,
    scheme: Annotated[str, typer.Option("--scheme", help="Of this scheme; else of the one most is certified by.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what may be claimed of a lot, in which words, and why other claims are not offered."""
    ensure_home()
    card = lot_card(lot)
    claim = claims_for(card.uri, scheme=scheme, holder=card.holder)
    emit(_claim(claim) | {"lot": card.id, "uri": card.uri}, as_json=as_json, human=lambda: _tell_claim(claim))


def _claim(claim: LotClaim) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(claim)
    return told | {"scheme": claim.scheme, "share": float(claim.share)}


def _tell_claim(claim: LotClaim) -> None:
    if not claim.model:
        print("nothing may be claimed")
    else:
        level = f", level {claim.level}" if claim.level else ""
        print(f"{claim.pack}: {claim.model}, {claim.percent} %{level}")
    for offer in claim.offered:
        print(f"  {offer.claim}: {offer.wording.get('en', '')}")
    for refused in claim.not_offered:
        print(f"  not {refused.claim}: {refused.why}")
    for part in claim.lost:
        print(f"  {part.share_exact} without a claim: {part.why}")


def _grams(mass_mg: int | None) -> int | None:
    return None if mass_mg is None else mass_mg // GRAM


@app.command("recall")
def recall_command(
    *,
    certificate: Annotated[str, typer.Option("--certificate", help="What was delivered under this certificate.")] = "",
    site: Annotated[str, typer.Option("--site", help="What was delivered from this site.")] = "",
    member: Annotated[str, typer.Option("--member", help="What this member of a group delivered.")] = "",
    lot: Annotated[str, typer.Option("--lot", help="This lot.")] = "",
    since: Annotated[str, typer.Option("--since", help="From this day on, such as 2026-03-01.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="The lots as a table on stdout.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show every lot that a suspected delivery went into, how much of it is left, who has it and whom to tell."""
    ensure_home()
    asked = Asked(certificate=certificate, site=site, member=member, lot=lot, since=_day(since))
    found = recall_for(ACTOR, asked)
    if as_csv and not as_json:
        print(recall_csv(found), end="")
        return
    told: dict[str, Any] = msgspec.to_builtins(found)
    payload = told | {"affected": [_affected(each) for each in found.lots], "began": len(found.began)}

    def human() -> None:
        print(f"{len(found.began)} lots began there, {len(found.affected)} lots were made from them")
        for holder in found.holders:
            print(f"  {holder.holder or 'nobody known'}: {holder.lots} lots, {_kg(holder.suspect_mg)} kg suspected")
        for each in found.tell:
            print(f"  tell {each.name or each.party}")

    emit(payload, as_json=as_json, human=human)


def _affected(lot: ReachedLot) -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins(lot)
    return told | {"lot": lot.id, "remaining_g": _grams(lot.remaining_mg), "suspect_g": _grams(lot.suspect_mg)}


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
    """Show balance accounts: entries, balance, curve, what is wrong, and by when the period is to be reconciled."""
    ensure_home()
    cards = [balance(name, on=clock.today()) for name in _accounts(account)]
    if len(cards) == 1:
        payload = _whole(cards[0]) | {"unit": "mg"}
    else:
        payload = {"accounts": [_whole(card) for card in cards], "entries": [], "balance": None}

    def human() -> None:
        for card in cards:
            due = next_reconciliation(card.account.id, card.on)
            print(f"{card.account.id} {card.account.element} {_kg(card.balance_mg)} kg, {len(card.entries)} entries")
            print(f"  to be reconciled by {due.due_on}: {due.begins_on} to {due.last_day}, {due.state}")
            for finding in card.findings:
                print(f"  {finding.severity} {finding.code}: {finding.message}")

    emit(payload, as_json=as_json, human=human)
    finish(failed=any(has_errors(list(card.findings)) for card in cards))


def _whole(card: BalanceCard) -> dict[str, Any]:
    allowed = outlook(card.account.id, on=card.on)
    return {
        "account": card.account,
        "on": card.on,
        "entries": card.entries,
        "balance": card.balance_mg,
        "balance_mg": card.balance_mg,
        "curve": card.curve,
        "overdraft_mg": allowed.overdraft_mg,
        "percentages": [
            {"month": month.month, "share_exact": None if month.share is None else str(month.share)}
            for month in allowed.months
        ],
        "next_reconciliation": next_reconciliation(card.account.id, card.on),
        "findings": card.findings,
    }


def _kg(amount_mg: int) -> str:
    whole = in_unit(Milligrams(abs(amount_mg)))
    return f"-{whole}" if amount_mg < 0 else str(whole)


def _accounts(named: str) -> Iterator[Identifier]:
    if named.startswith("bal-"):
        yield Identifier(named)
        return
    found = accounts(ACTOR, site=named)
    if named and not found:
        raise NotFound(what=named[:80])
    yield from (card.id for card in found)
