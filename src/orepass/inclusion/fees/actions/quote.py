"""Say what certification would cost before anything is owed."""

from datetime import datetime

import msgspec

from orepass.inclusion.fees.actions.book import organisation_of, own_house
from orepass.inclusion.fees.models import Quote
from orepass.inclusion.fees.queries import QuoteCard
from orepass.inclusion.fees.queries.reading import quote_of
from orepass.inclusion.fees.rules.pricing import Measure, price
from orepass.inclusion.fees.rules.terms import currency_of, lines_of
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.scheme.queries import pack


@action("fees.quote.make")
def make_quote(
    actor: Actor,
    *,
    pack_ref: str,
    standard: str,
    measure: Measure,
    organisation: Identifier | None = None,
    buyer: bool = False,
    at: datetime,
) -> QuoteCard:
    """Quote every fee of a standard's schedule for one's own organisation; the scheme's staff may quote for any.

    ``buyer``: what buying under the standard costs on top of the goods, line by line as the edition lists them; the
    price of the goods is the revenue of the measure.

    Raises:
        NotFound: the organisation is unknown, or not the actor's.
        InputRefused: a measure is below zero.
        ParameterMissing: the edition says nothing about fees.
        NoBuyerLines: it says nothing of what a buyer pays.
    """
    client = organisation_of(organisation or own_house(actor))
    if not actor.is_in(client) and Role.SCHEME_STAFF not in actor.roles:
        raise NotFound(where="organisation", what=client)
    found = pack(pack_ref)
    rules = found.standard(standard).rules
    lines = lines_of(rules, buyer=buyer)
    priced = [price(rules, fee, measure, pack_digest=found.digest, standard=standard) for fee in lines]
    row = Quote.objects.create(
        id=mint("quo"),
        organisation_id=client,
        pack=found.ref,
        pack_digest=found.digest,
        standard=standard,
        currency=currency_of(rules),
        lines=[
            {"fee": one.fee, "amount_minor": one.amount.minor, "steps": msgspec.to_builtins(one.steps)}
            for one in priced
        ],
        made_at=at,
        made_by=actor.pseudonym,
    )
    return quote_of(row)
