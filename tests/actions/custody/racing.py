"""A race of several processes for the credit of one account: what is there before, what each does, what comes of it."""

import json
import multiprocessing
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from multiprocessing.connection import Connection

from django.db import connection

from orepass.custody.actions import AccountOverdrawn, withdraw
from orepass.custody.models import Account, Entry
from orepass.custody.queries.telling import put_down_wrongly, told_afresh
from orepass.party.actions.organisations import register_organisation
from orepass.party.actions.sites import register_site
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor
from orepass.platform.models import Record
from orepass.platform.records import check_chain
from orepass.platform.schema import ensure_home

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACCOUNT = "bal-0000000000000"
KG = 10**6


def amount_mg(racer: int, number: int) -> int:
    """Return what is asked for: from a gram to ten kilograms, the same in every run."""
    return 1_000 + (racer * 7_919 + number * 104_729) % (10 * KG)


def prepare(credit_mg: int) -> None:
    """Make an account with credit."""

    system = Actor.system("race")
    owner = register_organisation(system, name="Smelter", kind=OrganisationKind.OPERATOR, country="ZM").id
    site = register_site(system, name="Plant", organisation=owner).id
    account = Account.objects.create(
        id=ACCOUNT,
        organisation_id=owner,
        site_id=site,
        element="Co",
        model="mass_balance",
        scheme="fsc-fairtrade-manner",  # asks whoever keeps an account for no custody certificate
        pack="fsc-fairtrade-manner@2013.1",
        period_months=3,
        life_months=24,
        opened_on=ON,
        opened_by="race",
    )
    said = {"on": ON, "recorded_by": "race", "recorded_at": AT}
    Entry.objects.create(account=account, kind="receipt", amount_mg=credit_mg, **said)


def race(racer: int, count: int) -> list[int]:
    """Withdraw one amount after the other; return the numbers of those that were accepted."""

    accepted = []
    for number in range(count):
        amount = Decimal(amount_mg(racer, number)) / KG
        try:
            withdraw(Actor.system("race"), account=ACCOUNT, amount_kg=amount, on=ON, note=f"{racer}:{number}", at=AT)
        except AccountOverdrawn:
            continue
        accepted.append(number)
    return accepted


def outcome() -> dict[str, object]:
    """Return what stands in the tables in the end."""

    rows = Entry.objects.filter(account=ACCOUNT, kind="withdrawal")
    return {
        "notes": sorted(rows.values_list("note", flat=True)),
        "taken_mg": -sum(rows.values_list("amount_mg", flat=True)),
        "balance_mg": next(told_afresh(on=ON, accounts=[ACCOUNT])).balance_mg,
        "records": Record.objects.filter(action="custody.account.withdraw").count(),
        "chain": [finding.code for finding in check_chain()],
        "wrong": put_down_wrongly(on=ON),
    }


def at_once(racers: int, count: int) -> list[list[int]]:
    """Let several processes withdraw at once; none goes on with a connection that another has opened."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    told, running = [], []
    for racer in range(racers):
        reading, writing = fork.Pipe(duplex=False)
        told.append(reading)
        running.append(fork.Process(target=_race_and_tell, args=(racer, count, writing)))
        running[-1].start()
        writing.close()
    accepted = [reading.recv() for reading in told]
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0] * racers
    return accepted


def _race_and_tell(racer: int, count: int, writing: Connection) -> None:
    writing.send(race(racer, count))


def main(racers: str, count: str, credit_mg: str = "") -> None:
    """Race, on a home made here where credit is given, and tell on stdout as JSON what came of it."""
    if credit_mg:
        ensure_home()
        prepare(int(credit_mg))
    sys.stdout.write(json.dumps({"accepted": at_once(int(racers), int(count)), "found": outcome()}))
