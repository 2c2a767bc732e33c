"""The day on which whoever has a lot got it: that of the last hand-over of it, as the one who sent it told."""

from datetime import date

from orepass.custody.models import Movement
from orepass.custody.queries.told import standing
from orepass.custody.rules.lots import Move
from orepass.kernel.period import day_of


def sold_on(uri: str) -> date | None:
    """Return the day of the last hand-over of a lot; ``None`` where nobody sent it on yet."""
    sent = standing(Movement.objects.filter(lot__uri=uri, move=Move.SENT))
    last = sent.order_by("event__happened_at").values_list("event__happened_at", flat=True).last()
    return None if last is None else day_of(last)
