"""Whether anything may be claimed of a lot just now: something is left of it, and nobody recalled or stopped it."""

from orepass.custody.queries.announced import open_recalls_on
from orepass.custody.queries.folding import carriers_of, fold
from orepass.custody.queries.holds import stopped
from orepass.custody.queries.lots import lot_uri
from orepass.custody.rules.claims.available import why_nothing
from orepass.custody.rules.lots import Lots


def stopped_by(lot: str) -> str:
    """Return why nothing may be claimed of a lot or container just now, as a code; nothing where it may be.

    Raises:
        NotFound: no event names the lot.
    """
    uri = lot_uri(lot)
    return stopped_in(fold([uri]), uri)


def stopped_in(state: Lots, uri: str) -> str:
    """Return the same of a lot that was folded."""
    lots = [state.get(leaf) for leaf in state.contents(uri)]
    placed = stopped(state)  # which also looks at the containers around it
    named = {*state.inside(uri), *state.around(uri)}
    tags = {lot.tag for lot in lots} - {""}
    doubled = any(len(carriers) > 1 for carriers in carriers_of(tags).values())
    held = doubled or any(lot.held for lot in lots) or not named.isdisjoint(placed)
    return why_nothing(lots, recalled=bool(open_recalls_on(named)), held=held)
