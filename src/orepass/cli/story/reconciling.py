"""Chapter four, beside the chain: the smelter closes a quarter; concentrate of a suspended mine is recalled."""

from decimal import Decimal
from typing import Final

from orepass.cli.story.holders import SUSPENDED
from orepass.cli.story.teller import Strand, Teller
from orepass.custody.queries import balance
from orepass.custody.queries.closing import next_reconciliation
from orepass.kernel.quantity import Milligrams, in_unit

CLOSED: Final = 80
"""Days before the story's end: the quarter in which the smelter opened its account is over."""
COUNTED: Final = Decimal("0.998")
"""What is found of what the book says; the scheme allows half a percent."""
ENDED: Final = SUSPENDED - 12
"""Before anything is made of the cells: whoever has recalled lots waits for the end of the recall."""


def close_a_quarter(teller: Teller) -> Strand[None]:
    """Count what the smelter's account stands for, and close its first period with a signed statement."""
    yield CLOSED
    account = teller.things["account.smelter"]
    period = next_reconciliation(account, teller.today)
    book = in_unit(Milligrams(balance(account, on=period.last_day).balance_mg))
    teller.act(
        "smelter",
        "custody.period.close",
        account=account,
        period_end=period.last_day.isoformat(),
        counted_kg=str((book * COUNTED).quantize(Decimal("0.1"))),
    )


def recall_the_concentrate(teller: Teller) -> Strand[None]:
    """Recall what came from the mine whose certificate is suspended; who had it says what became of it."""
    yield SUSPENDED - 1
    recall = teller.act(
        "scheme",
        "custody.recall.announce",
        suspected={"certificate": teller.things["certificate.west.CPS"]},
        reason="The certificate is suspended; whoever has material of this mine looks again at what was claimed of it.",
    )["id"]
    yield SUSPENDED - 6
    for who, note in (
        ("smelter", "All of it went into hydroxide lot 31; what was claimed came from the account."),
        ("precursor", "It is in precursor lot 09, which was sent on."),
        ("cathode", "It is in cathode lot 04, which was sent on."),
        ("cell", "It is in cells 88, which are still here."),
    ):
        teller.act(who, "custody.recall.answer", recall=recall, outcome="used", note=note)
    yield ENDED
    teller.act(
        "scheme",
        "custody.recall.end",
        recall=recall,
        note="Nothing was claimed that was not certified when it was delivered; the cells may go on.",
    )
