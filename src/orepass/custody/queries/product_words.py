"""Words on a product that were kept for a lot: for whoever keeps them and a steward, and for nobody else."""

from datetime import date

import msgspec

from orepass.custody.models import ProductWords
from orepass.custody.queries.lots import lot_for
from orepass.custody.rules.product_words import WordsKind, WordsLanguage
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor, Role

SHOWN = 200


class WordsCard(msgspec.Struct, frozen=True, kw_only=True):
    """Words that were allowed on the day they were kept.

    Attributes:
        market: the country in which they stand on the product.
        claim, pack: the claim of a scheme that they make, and its edition; empty for due diligence.
        ruling: of the phrase on conflict minerals: allowed, or no duty for whoever does not file.
        label: the label that such words are, by its name in the edition; none for due diligence.
    """

    id: Identifier
    lot: str
    organisation: str
    text: str
    language: WordsLanguage
    market: str
    kind: WordsKind
    claim: str
    pack: str
    ruling: str
    label: str
    kept_on: date


def words_on(actor: Actor, lot: str, *, limit: int = SHOWN) -> list[WordsCard]:
    """Return the words kept for a lot by the actor's organisation, newest first; a steward reads everybody's.

    Raises:
        NotFound: there is no such lot, or it is not for the actor.
    """
    rows = ProductWords.objects.filter(lot__uri=lot_for(actor, lot).uri).select_related("lot")
    if not (actor.is_system or Role.STEWARD in actor.roles):
        rows = rows.filter(organisation=actor.organisation)
    return [words_of(row) for row in rows.order_by("-kept_at", "id")[:limit]]


def words_of(row: ProductWords) -> WordsCard:
    """Make the card of words."""
    return WordsCard(
        id=Identifier(row.pk),
        lot=row.lot.uri,
        organisation=row.organisation,
        text=row.text,
        language=WordsLanguage(row.language),
        market=row.market,
        kind=WordsKind(row.kind),
        claim=row.claim,
        pack=row.pack,
        ruling=row.ruling,
        label=row.label,
        kept_on=row.kept_on,
    )
