"""A race for one production: one process issues passports of its bags, another credits for what stands in its book."""

import json
import multiprocessing
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from multiprocessing.connection import Connection

from django.db import connection

from orepass.custody.actions import issue_credits, open_account
from orepass.custody.actions.drawing import ClaimPromised
from orepass.custody.models import Credit
from orepass.custody.queries import accounts
from orepass.kernel.check import Result
from orepass.passport import checking
from orepass.passport.actions import ProductInput, issue_product
from orepass.passport.models import Passport
from orepass.passport.queries import passport_card
from orepass.platform import clock, home
from orepass.platform.schema import ensure_home
from orepass.transparency.actions import place_queued
from tests.actions.custody.conftest import Chain

KG_IN_A_BAG = 40
PRODUCT = ProductInput(name="Cobalt", category_code="260500", category_name="Cobalt ores")


def passports_of(chain: Chain, bags: list[str]) -> int:
    """Issue passports of all bags; what is claimed then is what credits have left."""
    for bag in bags:
        issue_product(chain.miner, lot=bag, product=PRODUCT, at=chain.at)
    return len(bags)


def credits_of(chain: Chain, bags: list[str]) -> int:
    """Issue credits for a bag at a time, as often as there are bags; return how often it was refused."""
    (account,) = accounts(chain.miner)
    refused = 0
    for _ in bags:
        try:
            each = Decimal(KG_IN_A_BAG)
            issue_credits(chain.miner, account=account.id, each_kg=each, on=chain.at.date(), at=chain.at)
        except ClaimPromised:
            refused += 1
    return refused


def _tell(task: Callable[[Chain, list[str]], int], chain: Chain, bags: list[str], writing: Connection) -> None:
    writing.send(task(chain, bags))


def at_once(chain: Chain, bags: list[str]) -> list[int]:
    """Let two processes go at once; neither goes on with a connection that another has opened."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    told, running = [], []
    for task in (passports_of, credits_of):
        reading, writing = fork.Pipe(duplex=False)
        told.append(reading)
        running.append(fork.Process(target=_tell, args=(task, chain, bags, writing)))
        running[-1].start()
        writing.close()
    found = [reading.recv() for reading in told]
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0]
    return found


def main(count: str, prepare: str) -> None:
    """Race for a number of bags, on a home made here where asked, and tell on stdout as JSON what came of it."""
    if prepare:
        ensure_home()
    home.mark_as_demonstration("7")
    chain = Chain()
    opened_on = chain.day - timedelta(days=20)
    open_account(chain.miner, site=chain.pit, element="Co", opened_on=opened_on, method="book", at=chain.at)
    issued, refused = at_once(chain, [chain.bag(f"B{number}") for number in range(int(count))])
    place_queued()
    after = chain.at + timedelta(days=1)
    names = list(Passport.objects.values_list("pk", flat=True))
    claimed = sum((Fraction(passport_card(name, on=after.date()).claim.share_exact) for name in names), Fraction(0))
    with clock.frozen_at(after):
        checks = [check for name in names for check in checking.check_own(name, at=after).checks]
    told = {
        "passports": issued,
        "refused": refused,
        "credits": Credit.objects.count(),
        "claimed": str(claimed),
        "failed": sum(check.name == "lot" and check.result is Result.FAILED for check in checks),
    }
    sys.stdout.write(json.dumps(told))
