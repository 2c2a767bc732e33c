"""Issue the passport of a product and revoke it; versions, never changes."""

from datetime import UTC, date, datetime
from enum import StrEnum

import msgspec

from orepass.credentials.actions import record_status
from orepass.credentials.rules.structure import is_url
from orepass.custody.queries.promises import hold_books
from orepass.kernel.digest import canonical as canonical_value
from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import site_cards
from orepass.passport import provenance, queries
from orepass.passport.actions.lots import lot_to_tell_of
from orepass.passport.actions.signing import frame_for, signed
from orepass.passport.models import IssuedCredential, Passport, PassportVersion
from orepass.passport.queries import PRODUCT, PassportCard
from orepass.passport.rules.content import PassportContent, ProductFacts
from orepass.passport.untp.v0_7_0.product_writing import product_passport
from orepass.platform.access import Actor
from orepass.platform.actions import action

NAME_MAX = 200
DESCRIPTION_MAX = 2000
CODE_LENGTH = 6
LOT_MAX = 255


class Granularity(StrEnum):
    """Whether a passport speaks of a model, a batch or one item."""

    MODEL = "model"
    BATCH = "batch"
    ITEM = "item"


class ProductInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The product as its maker names it: six-digit HS heading, and the number of the model, batch or item."""

    name: str
    category_code: str
    category_name: str
    granularity: Granularity = Granularity.BATCH
    number: str = ""
    description: str = ""


class BadProduct(Invalid):
    """A name or number of the product cannot be used."""

    code = "passport.product.invalid"
    message = _("The {field} of the product cannot be used.")
    what_to_do = _(
        "Give a name of 1 to 200 characters, a six-digit HS heading, and a lot whose name is a URL or URN of at most "
        "255 characters."
    )


@action("passport.product.issue")
def issue_product(actor: Actor, *, lot: str, product: ProductInput, at: datetime) -> PassportCard:
    """Issue the passport of what the organisation has of a lot: what is in it, from where, under which certificates.

    It tells of the lot or the part that is in its hands, and claims what may be claimed of that beside credits and
    other passports. Whoever else has a part of the lot issues another one for theirs.
    Issued again, it gets a further version; the older one stays readable.

    Raises:
        NotFound: no event names the lot, or it is not for the actor.
        NotTheHolder: others have all of the lot.
        LotOnHold, LotRecalled, LotUsedUp, LotGone, LotEmpty: nothing may be claimed of the lot now.
        BadProduct: a name or code cannot be used.
    """
    today = at.astimezone(UTC).date()
    facts, counted_mg = _facts(actor, lot, product)
    hold_books(facts.maker)
    passport = _passport(facts, at)
    content = _content(passport, facts, counted_mg, today)
    frame = frame_for(
        passport.organisation, follows=False, purpose="revocation", page=f"/passports/{passport.pk}/", at=at
    )
    row = signed(
        actor,
        IssuedCredential(
            kind=PRODUCT, about=passport.pk, organisation=passport.organisation, content_digest=content.digest
        ),
        product_passport(content, frame),
        frame=frame,
    )
    PassportVersion.objects.create(
        passport=passport,
        number=content.version,
        content=canonical_value(content).decode(),
        digest=content.digest,
        credential=row,
    )
    return queries.passport_card(passport.pk, on=today)


@action("passport.product.revoke")
def revoke_product(actor: Actor, *, passport: str, grounds: str, at: datetime) -> PassportCard:
    """Revoke every version of a passport, for good.

    Raises:
        NotFound: there is no such passport, or another organisation issued it.
    """
    found = Passport.objects.filter(pk=passport).first()
    if found is None:
        raise NotFound(what=passport[:80])
    actor.must_be_in(found.organisation, passport)
    for row in IssuedCredential.objects.filter(about=found.pk):
        record_status(actor, subject=row.url, purpose="revocation", is_set=True, grounds=grounds, at=at)
    return queries.passport_card(found.pk, on=at.astimezone(UTC).date())


def _facts(actor: Actor, lot: str, product: ProductInput) -> tuple[ProductFacts, int | None]:
    """Return what is told of the product, and how much of its mass counts."""
    card, mine = lot_to_tell_of(actor, lot)
    _check_product(product, card.uri)
    place = mine.made_at or mine.site
    site = site_cards([place]).get(place)
    facts = ProductFacts(
        lot=card.uri,
        lot_id=card.id,
        name=product.name.strip(),
        description=product.description.strip()[:DESCRIPTION_MAX],
        granularity=product.granularity.value,
        number=product.number.strip()[:NAME_MAX],
        category_code=product.category_code,
        category_name=product.category_name.strip(),
        maker=mine.holder,
        maker_name=provenance.maker_name(mine.holder),
        site=site.id if site else place,
        site_name=site.name if site else "",
        country=site.country if site else "",
        produced_on=card.began_at.astimezone(UTC).date() if card.began_at and mine.made else None,
        mass_mg=mine.mass_mg,
        bought=msgspec.UNSET if mine.made else True,
    )
    return facts, mine.counted_mg


def _check_product(product: ProductInput, lot: str) -> None:
    code = product.category_code
    wrong = [
        field
        for field, bad in {
            "name": not 0 < len(product.name.strip()) <= NAME_MAX,
            "category_code": len(code) != CODE_LENGTH or not code.isascii() or not code.isdigit(),
            "category_name": not 0 < len(product.category_name.strip()) <= NAME_MAX,
            "lot": not is_url(lot) or len(lot) > LOT_MAX,
        }.items()
        if bad
    ]
    if wrong:
        raise BadProduct(where=wrong[0], field=wrong[0])


def _passport(facts: ProductFacts, at: datetime) -> Passport:
    """Return the passport that its issuer has of the lot, or begin one."""
    found = Passport.objects.select_for_update().filter(lot=facts.lot, organisation=facts.maker).first()
    return found or Passport.objects.create(
        id=mint("psp"), organisation=facts.maker, lot=facts.lot, name=facts.name, created_at=at
    )


def _content(passport: Passport, facts: ProductFacts, counted_mg: int | None, today: date) -> PassportContent:
    origins = provenance.origins_of(facts.lot, facts.mass_mg, counted_mg)
    return PassportContent(
        passport=passport.pk,
        version=passport.versions.count() + 1,
        product=facts,
        origins=origins,
        certificates=provenance.certificates_behind(origins, today),
        issued_on=today,
        claim=provenance.claim_of(facts.lot, facts.maker, today),
    )
