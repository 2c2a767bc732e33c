"""How long the whole page of a lot takes that some 2,000 lots went into, from the request to the last byte.

Run it with ``python -m benchmarks.custody_page [LOTS]``. The page goes through Django's test client, middleware,
composition, picture and templates included; the bar is a median under 300 ms. What the page says of the origins is
compared with plain fractions over the same lots.
"""

from fractions import Fraction
from typing import Any

from benchmarks.worlds.homes import Spent, against_bar, home, settle, several, told_on_both

LOTS, REPEATS, BAR_S = 2_000, 15, 0.300
OK = 200


def measure(lots: int = LOTS) -> list[dict[str, Any]]:
    """Make the lot, then ask for its page a few times."""
    with home():
        # these can be imported only once Django stands
        from django.urls import reverse  # noqa: PLC0415

        from benchmarks.worlds.chain import Chain  # noqa: PLC0415
        from orepass.custody.queries import composition, lot_card  # noqa: PLC0415
        from orepass.custody.queries.cone import upstream_of  # noqa: PLC0415

        chain = Chain()
        uri = chain.deep_lot(lots)
        settle()
        steps = upstream_of([uri])
        assert sum((part.share for part in composition(uri)), Fraction(0)) == 1
        browser = chain.browser()
        address = reverse("web:lot", args=[lot_card(uri).id])
        times = []
        for _ in range(REPEATS + 1):
            with Spent() as spent:
                answer = browser.get(address)
            times.append(spent)
            assert answer.status_code == OK
        found = several(times[1:])
    return [against_bar("page of a lot", len({moved.lot for _, moved in steps}) - 1, found, bar_s=BAR_S)]


if __name__ == "__main__":
    told_on_both("custody_page", measure, LOTS)
