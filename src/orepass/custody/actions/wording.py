"""Keep the words that are to stand on a product, if so much may be said of its lot today."""

from datetime import datetime

from orepass.custody.models import Lot, ProductWords
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.lots import lot_for
from orepass.custody.queries.product_words import WordsCard, words_of
from orepass.custody.rules.product_words import WordsKind, WordsLanguage, judged
from orepass.diligence.queries import five_steps_of
from orepass.diligence.rules.steps import OecdStep
from orepass.kernel.identifier import mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid
from orepass.kernel.text import marked as _
from orepass.party.actions.organisations import known_country
from orepass.party.rules.text import fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action

TEXT_MAX = 1_000


class NothingSaid(Invalid):
    """Words for a market are words, and name it."""

    code = "custody.words.incomplete"
    message = _("The words themselves and the market they are for are needed.")
    what_to_do = _("Write the words as they will stand on the product, and the country where it is sold.")


class NotInHand(Denied):
    """Words are put on a lot by whoever has it."""

    code = "custody.words.not_in_hand"
    message = _("The lot {lot} is not in your hands.")
    what_to_do = _("Whoever has the lot keeps the words; receive it first.")


class WordsNotOffered(Conflict):
    """Words that say more than may be said of the lot are not kept."""

    code = "custody.words.not_offered"
    message = _("These words say more than may be said of the lot {lot} today.")
    what_to_do = _("Use one of the sentences that the lot is offered, word for word, in its language; or say nothing.")


class WordsUnaudited(Conflict):
    """The phrase on conflict minerals needs an independent audit."""

    code = "custody.words.unaudited"
    message = _("“DRC conflict free” needs an independent audit within the year, and none is on record.")
    what_to_do = _("Have your due diligence audited, record step 4 of the five steps, and keep the words then.")


@action("custody.words.keep")
def keep_words(
    actor: Actor,
    *,
    lot: str,
    text: str,
    language: WordsLanguage,
    market: str,
    discloses: bool = False,
    at: datetime,
) -> WordsCard:
    """Keep words for the product that a lot is, judged by what may be said of it today; others do not read them.

    ``discloses``: whether the actor's organisation files its use of conflict minerals with the regulator of the market.

    Raises:
        NotFound: there is no such lot, or it is not for the actor.
        NotInHand: another organisation has the lot.
        NothingSaid: no words, or no market.
        CountryUnknown: the market is no country.
        WordsNotOffered: the words say more than the lot is offered, or nothing may be said of it just now.
        WordsUnaudited: they are the phrase on conflict minerals, and no independent audit stands behind it.
    """
    card = lot_for(actor, lot)
    if not actor.organisation or card.holder != actor.organisation:
        raise NotInHand(where="lot", lot=card.uri[:200])
    said, country = fitting("text", text.strip(), TEXT_MAX), known_country(market.strip())
    if not said or not country:
        raise NothingSaid(where="market" if said else "text")
    day = day_of(at)
    claim = claims_for(card.uri, holder=card.holder, on=day)
    steps = {each.step: each.covered for each in five_steps_of(actor.organisation, day).steps}
    offered = {each.claim: each.wording for each in claim.offered}
    labels, audited = {label.name: label.text for label in claim.labels}, steps[OecdStep.AUDIT].is_yes
    found = judged(said, language, offered, labels=labels, discloses=discloses, audited=audited)
    if found.kind is WordsKind.UNAUDITED:
        raise WordsUnaudited(where="text")
    if claim.stopped or not found.allowed:
        raise WordsNotOffered(where="text", lot=card.uri[:200])
    row = ProductWords.objects.create(
        id=mint("wrd"),
        lot=Lot.objects.get(uri=card.uri),
        organisation=actor.organisation,
        text=said,
        language=language,
        market=country,
        kind=found.kind,
        claim=found.claim,
        pack=claim.pack if found.claim else "",
        ruling=found.ruling,
        label=found.label,
        kept_on=day,
        kept_at=at,
        kept_by=actor.pseudonym,
    )
    return words_of(row)
