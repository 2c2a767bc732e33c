"""Accounts with many movements, written straight into the tables: receipts and withdrawals over three years."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from orepass.custody.actions import bulk
from orepass.custody.models import Account, Entry
from orepass.party.actions.organisations import register_organisation
from orepass.party.actions.sites import register_site
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor

OPENED = date(2023, 1, 1)
DAYS = 3 * 365
LIFE_MONTHS = 12
BATCH = 50_000
FIELDS = ("account", "kind", "amount_mg", "on", "lot", "note", "recorded_by", "recorded_at")
SYSTEM = Actor.system("bench")


def accounts(count: int, *, start: int = 0) -> list[str]:
    """Open so many accounts, each at a site of its own."""
    owner = register_organisation(SYSTEM, name="Trader", kind=OrganisationKind.OPERATOR, country="ZM").id
    names = [f"bal-{number:013}" for number in range(start, start + count)]
    for number, name in enumerate(names):
        site = register_site(SYSTEM, name=f"Store {number}", organisation=owner).id
        Account.objects.create(
            id=name,
            organisation_id=owner,
            site_id=site,
            element="Co",
            model="mass_balance",
            method="credit",
            scheme="cera-4in1",
            pack="cera-4in1@2026.1",
            period_months=3,
            life_months=LIFE_MONTHS,
            dips_allowed=True,
            opened_on=OPENED,
            opened_by="bench",
        )
    return names


def long_account(entries: int) -> str:
    """Open one more account, with so many small receipts in it that it can give much."""
    name = accounts(1, start=10**6)[0]
    step = DAYS / entries
    days = ((OPENED + timedelta(days=int(number * step))) for number in range(entries))
    write((name, "receipt", 10**6 + at % 7, day.replace(day=min(day.day, 28))) for at, day in enumerate(days))
    return name


def movements(names: list[str], count: int, seed: int = 17) -> Iterator[tuple[str, str, int, date]]:
    """Return movements in the order of their days: about 45 in 100 are withdrawals, sizes as bags and lorries have."""
    chance = random.Random(seed)  # noqa: S311 - reproducible
    weights = [1 / (rank + 1) ** 0.7 for rank in range(len(names))]
    chosen = chance.choices(names, weights, k=count)
    for number, name in enumerate(chosen):
        day = OPENED + timedelta(days=number * DAYS // count)
        day = day.replace(day=min(day.day, 28))  # every calendar that adds months to it agrees
        amount = int(chance.lognormvariate(17.7, 0.6))
        if chance.random() < 0.45:  # noqa: PLR2004 - the share of withdrawals
            yield name, "withdrawal", -amount, day
        else:
            yield name, "receipt", amount, day


def write(rows: Iterator[tuple[str, str, int, date]]) -> None:
    """Write movements into the table of entries."""
    at = bulk.instant(datetime(2026, 1, 1, tzinfo=UTC))
    batch = []
    for name, kind, amount, day in rows:
        batch.append((name, kind, amount, bulk.day(day), "", "", "bench", at))
        if len(batch) == BATCH:
            bulk.insert(Entry, FIELDS, batch)
            batch = []
    bulk.insert(Entry, FIELDS, batch)
