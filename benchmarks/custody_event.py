"""How long one event with 200 inputs takes on its way into the journal, accounts and all checks included.

Run it with ``python -m benchmarks.custody_event [EVENTS]``, on SQLite and then on a PostgreSQL server of its own. Three
kinds of document are sent in turn, each with one event: 200 bags are received at a plant with a balance account (200
credits), they are turned into one lot, and a part of the lot is sold under a claim from the account. Reading, judging,
booking, writing and the record of the action are all inside the measured time; each event is told within the hour, and
between rounds PostgreSQL takes stock of its tables. The bar is a median under 50 ms.
"""

from typing import Any

from benchmarks.worlds.homes import Spent, against_bar, home, settle, several, told_on_both

EVENTS, INPUTS, BAR_S = 30, 200, 0.050
WARM = 2
"""Rounds that are not counted."""
KINDS = ("received", "transformed", "claimed")


def measure(events: int = EVENTS) -> list[dict[str, Any]]:
    """Send so many documents of each kind."""
    with home():
        # the actions can be imported only once Django stands
        from benchmarks.worlds.chain import Chain  # noqa: PLC0415

        chain = Chain()
        account = chain.opened()
        times: dict[str, list[Spent]] = {kind: [] for kind in KINDS}
        for number in range(events + WARM):
            lots, begun = chain.bags(f"R{number}", INPUTS)
            chain.capture(chain.miner, *begun, chain.handed_over(lots, "shipping", chain.pit))
            out = f"https://smelter.example/lots/H{number}"
            documents = {
                "received": chain.handed_over(lots, "receiving", chain.plant),
                "transformed": chain.smelted(lots, out, 900),
                "claimed": chain.sold(out, 200),
            }
            for kind in KINDS:
                with Spent() as spent:
                    chain.capture(chain.smelter, documents[kind])
                times[kind].append(spent)
            settle()
        _check(account, events + WARM)
    return [_row(kind, times[kind][WARM:]) for kind in KINDS]


def _check(account: str, events: int) -> None:
    from orepass.custody.models import Entry  # noqa: PLC0415
    from orepass.custody.queries import account_card  # noqa: PLC0415

    card = account_card(account)
    amounts = list(Entry.objects.filter(account=card.id).values_list("amount_mg", flat=True))
    assert sum(amount > 0 for amount in amounts) == events * INPUTS, "every bag that came in is one credit"
    assert sum(amount < 0 for amount in amounts) == events, "every sale is one claim"


def _row(kind: str, times: list[Spent]) -> dict[str, Any]:
    return against_bar(f"event {kind}", INPUTS, several(times), bar_s=BAR_S, events=len(times))


if __name__ == "__main__":
    told_on_both("custody_event", measure, EVENTS)
