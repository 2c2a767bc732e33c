"""A race for DIDs: two processes anchor the same ones at once, each for another organisation."""

import json
import multiprocessing
import sys
from multiprocessing.connection import Connection

from django.db import connection

from orepass.credentials import queries as credentials
from orepass.passport import anchored
from orepass.passport.actions import AnchoredForAnother, issue_anchor
from orepass.passport.actions.anchors import challenge_for
from orepass.platform import home
from orepass.platform.schema import ensure_home
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import Party, party
from tests.actions.passport.test_identity_anchors import presented
from tests.certification import STEWARD


def anchors_of(chain: Chain, organisation: str, parties: list[Party]) -> int:
    """Anchor each DID for an organisation; return how often it was another's by then."""
    refused = 0
    for one in parties:
        occasion = {"challenge": challenge_for(organisation, chain.at.date()), "domain": credentials.own_did()}
        text = presented(one.did, one, chain.at, **occasion)
        try:
            issue_anchor(STEWARD, organisation=organisation, did=one.did, presentation=text, at=chain.at)
        except AnchoredForAnother:
            refused += 1
    return refused


def _tell(chain: Chain, organisation: str, parties: list[Party], writing: Connection) -> None:
    writing.send(anchors_of(chain, organisation, parties))


def main(count: str, prepare: str) -> None:
    """Race for a number of DIDs, on a home made here where asked, and tell on stdout as JSON whose each is."""
    if prepare:
        ensure_home()
    home.mark_as_demonstration("7")
    chain = Chain()
    parties = [party(100 + number) for number in range(int(count))]
    connection.close()  # neither process goes on with a connection that another has opened
    fork = multiprocessing.get_context("fork")
    told, running = [], []
    for organisation in (chain.world.client, chain.world.provider):
        reading, writing = fork.Pipe(duplex=False)
        told.append(reading)
        running.append(fork.Process(target=_tell, args=(chain, organisation, parties, writing)))
        running[-1].start()
        writing.close()
    refused = [reading.recv() for reading in told]
    for process in running:
        process.join()
    cards = [
        card
        for organisation in (chain.world.client, chain.world.provider)
        for card in anchored.anchors(organisation=organisation, at=chain.at)
    ]
    last = parties[-1].did
    told_of_last = [card.organisation for card in cards if card.did == last and card.state == "in_force"]
    sys.stdout.write(
        json.dumps(
            {
                "codes": [process.exitcode for process in running],
                "anchors": len(cards),
                "refused": sum(refused),
                "last": len(told_of_last),
                "doubled": sum(
                    len({card.organisation for card in cards if card.did == one.did and card.state == "in_force"}) > 1
                    for one in parties
                ),
            }
        )
    )
