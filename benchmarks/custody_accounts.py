"""How long it takes to tell accounts of a million movements from their first entry, and a claim on a long account.

Run it with ``python -m benchmarks.custody_accounts [MOVEMENTS]``. The rebuild reads the rows as the database has them
and tells every account by the rules of the product, expiry by calendar months included; the bar is ten seconds for a
million movements, in memory that does not grow with them. The peer is one window query of SQLite over the same table,
and both must give the same milligram for every account. A claim is withdrawn through the action, everything included,
from an account of 100,000 entries.
"""

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Self

from benchmarks.worlds.homes import Spent, against_bar, database, home, several, told_on_both

MOVEMENTS, PER_ACCOUNT, CLAIMS, LONG = 1_000_000, 2_000, 200, 100_000
BAR_S, CLAIM_BAR_S = 10.0, 0.050
ON = date(2025, 12, 31)

WINDOWS = """
with posted as (
  select id i, account_id a, "on" d, 1 o, max(amount_mg, 0) r, max(-amount_mg, 0) w, 0 x from custody_entry
  where "on" <= :on
  union all
  select -id, account_id, date("on", '+12 months'), 0, 0, 0, amount_mg from custody_entry
  where amount_mg > 0 and date("on", '+12 months') <= :on
), summed as (
  select i, a, d, o, w, sum(r) over all_so_far rs, sum(w) over all_so_far ws, sum(x) over all_so_far xs from posted
  window all_so_far as (partition by a order by d, o, w, i rows unbounded preceding)
), ended as (
  select a, rs - ws - max(max(xs - (ws - w), 0)) over (partition by a order by d, o, w, i rows unbounded preceding) b,
    row_number() over (partition by a order by d desc, o desc, w desc, i desc) n from summed
)
select a, b from ended where n = 1
"""
"""Receipts are posted once more on the day they die; what died unclaimed is the highest of died less claimed before."""


class Memory:
    """The most memory that this process holds within a block, in megabytes (Linux)."""

    peak_mb = 0.0

    def __enter__(self) -> Self:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        return self

    def __exit__(self, *_raised: object) -> None:
        said = Path("/proc/self/status").read_text(encoding="ascii")
        self.peak_mb = int(said.partition("VmHWM:")[2].split()[0]) / 1024


def measure(movements: int = MOVEMENTS) -> list[dict[str, Any]]:
    """Tell a tenth of the movements, then all; the memory of both is compared, then the balances with the peer's."""
    with home() as folder:
        # the tables can be reached only once Django stands
        from benchmarks.worlds import ledgers  # noqa: PLC0415
        from orepass.custody.queries.telling import told_afresh  # noqa: PLC0415

        names = ledgers.accounts(max(movements // PER_ACCOUNT, 2))
        made = ledgers.movements(names, movements)
        ledgers.write(islice(made, movements // 10))
        with Memory() as of_a_tenth:
            for _ in told_afresh(on=ON):
                pass
        ledgers.write(made)
        with Memory() as of_all, Spent() as spent:
            told = {found.account: found.balance_mg for found in told_afresh(on=ON)}
        seconds = spent.clock_s
        row = {
            "question": f"accounts rebuilt, {database()}",
            "size": movements,
            "accounts": len(names),
            "ours_s": round(seconds, 3),
            "cpu_s": round(spent.cpu_s, 3),
            "bar_s": BAR_S * movements / MOVEMENTS,
            "met": seconds < BAR_S * movements / MOVEMENTS,
            "peak_mb": round(of_all.peak_mb, 1),
            "peak_mb_of_a_tenth": round(of_a_tenth.peak_mb, 1),
            **_peer(folder, told, seconds),
        }
        return [row, _claims()]


def _claims() -> dict[str, Any]:
    from benchmarks.worlds import ledgers  # noqa: PLC0415 - once Django stands
    from orepass.custody.actions import withdraw  # noqa: PLC0415
    from orepass.custody.models import Entry  # noqa: PLC0415
    from orepass.custody.queries.telling import put_down_wrongly  # noqa: PLC0415

    name = ledgers.long_account(LONG)
    before = Entry.objects.filter(account=name).count()
    at = datetime(ON.year, ON.month, ON.day, 12, tzinfo=UTC)
    times = []
    for number in range(CLAIMS + 1):
        with Spent() as spent:
            withdraw(ledgers.SYSTEM, account=name, amount_kg=Decimal("0.25"), on=ON, note=f"claim {number}", at=at)
        times.append(spent)
    assert Entry.objects.filter(account=name).count() == before + CLAIMS + 1
    assert put_down_wrongly(on=ON) == []
    found = several(times[1:])
    first = round(times[0].clock_s, 3)
    return against_bar("claim on a long account", before, found, bar_s=CLAIM_BAR_S, first_s=first)


def _peer(folder: Path, told: dict[Any, int], ours: float) -> dict[str, Any]:
    if database() != "SQLite":
        return {"peer": "", "peer_s": None, "ratio": None}
    with sqlite3.connect(folder / "orepass.sqlite3") as connection, Spent() as spent:
        theirs = dict(connection.execute(WINDOWS, {"on": ON.isoformat()}))
    empty = {name for name in told if name not in theirs}
    assert all(told[name] == balance for name, balance in theirs.items()), "the same milligram for every account"
    assert not any(told[name] for name in empty)
    return {"peer": "SQLite windows", "peer_s": round(spent.clock_s, 3), "ratio": round(spent.clock_s / ours, 1)}


if __name__ == "__main__":
    told_on_both("custody_accounts", measure, MOVEMENTS)
