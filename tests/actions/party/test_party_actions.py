from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.party import queries
from orepass.party.actions import (
    accredit_provider,
    correct_site,
    declare_interest,
    name_organisation,
    name_site_uri,
    register_organisation,
    register_site,
    withdraw_accreditation,
)
from orepass.party.actions.organisations import CountryUnknown, NameMissing, UriTaken
from orepass.party.actions.people import ClearedAhead, PeriodBackwards
from orepass.party.actions.providers import AlreadyWithdrawn, NotAProvider
from orepass.party.actions.sites import NothingToCorrect, PlaceUnusable, SiteChange, Whereabouts, Work
from orepass.party.models import Accreditation, DeclaredInterest, Organisation, Site, SiteCorrection
from orepass.party.rules.kinds import Activity, InterestKind, OrganisationKind, SiteSize
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.models import Record
from orepass.platform.people import register_person

pytestmark = pytest.mark.django_db

KINDS = OrganisationKind
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))
GLN = "urn:epc:id:pgln:0614141.00001"


def organisation(
    name: str = "Kabolela", kind: OrganisationKind = OrganisationKind.OPERATOR, uri: str = ""
) -> Identifier:
    return register_organisation(STEWARD, name=name, kind=kind, country="DRC", uri=uri, at=AT).id


def operator(of: Identifier) -> Actor:
    return Actor("per-OPERATOR", of, frozenset({Role.OPERATOR}))


def test_registered_organisation_is_found_by_word_and_uri() -> None:
    made = organisation("Coopérative Kabolela", OrganisationKind.COOPERATIVE, GLN)
    card = queries.organisation_card(made)
    assert (card.country, card.registered) == ("CD", True)
    assert queries.organisation_by_uri(GLN) == card
    assert queries.search_organisations("cooperative KABO") == [card]
    assert queries.organisations(kind=OrganisationKind.COOPERATIVE) == [card]
    assert queries.organisation_by_uri("") is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 301, "a\x07b"])
def test_organisation_without_usable_name_is_refused(name: str) -> None:
    with pytest.raises(NameMissing):
        organisation(name)
    assert not Organisation.objects.exists()
    assert not Record.objects.exists()


def test_unknown_country_is_refused() -> None:
    with pytest.raises(CountryUnknown):
        register_organisation(STEWARD, name="A", kind=OrganisationKind.TRADER, country="Atlantis", at=AT)
    assert not Organisation.objects.exists()


def test_operator_may_not_register_organisations() -> None:
    with pytest.raises(Denied):
        register_organisation(operator(Identifier("org-X")), name="A", kind=OrganisationKind.TRADER, at=AT)
    assert not Organisation.objects.exists()


def test_unregistered_party_can_be_named_once_per_uri_and_registered_later() -> None:
    someone = operator(Identifier("org-X"))
    named = name_organisation(someone, name="Depot by the road", uri=GLN, at=AT)
    assert not named.registered
    assert name_organisation(someone, name="Same depot", uri=GLN, at=AT) == named
    assert queries.search_organisations("depot") == []
    registered = register_organisation(STEWARD, name="Depot", kind=OrganisationKind.TRADER, uri=GLN, at=AT)
    assert (registered.id, registered.registered) == (named.id, True)
    with pytest.raises(UriTaken):
        register_organisation(STEWARD, name="Depot 2", kind=OrganisationKind.TRADER, uri=GLN, at=AT)


def test_operator_registers_a_site_of_their_own() -> None:
    mine = organisation()
    card = register_site(
        operator(mine),
        name="Pit 3",
        organisation=mine,
        whereabouts=Whereabouts("CD", Decimal("-10.70"), Decimal("25.4"), "Lualaba"),
        work=Work((Activity.EXTRACTION,), ("Hétérogénite",), SiteSize.ASM),
        uri="https://id.gs1.org/414/9521321000010",
        at=AT,
    )
    assert (card.activities, card.size) == (("extraction",), "asm")
    assert (card.minerals, card.country, card.latitude) == (("cobalt",), "CD", Decimal("-10.7"))
    assert queries.site_by_uri("https://id.gs1.org/414/9521321000010") == queries.site_card(card.id)
    assert queries.sites_of(mine) == [queries.site_card(card.id)]
    assert queries.search_sites("pit lualaba", public_only=False)[0].id == card.id
    assert queries.search_sites("pit") == []
    assert queries.search_sites(mineral="cobalt", country="CD", source="declared", public_only=False)[0].id == card.id


def test_site_may_be_known_before_its_operator() -> None:
    card = register_site(operator(organisation()), name="Somebody's pit", at=AT)
    assert card.organisation is None
    assert card.latitude is None


def test_stranger_cannot_register_a_site_for_another_organisation() -> None:
    mine = organisation()
    with pytest.raises(NotFound):
        register_site(operator(Identifier("org-OTHER")), name="Pit", organisation=mine, at=AT)
    with pytest.raises(NotFound):
        register_site(STEWARD, name="Pit", organisation=Identifier("org-NOBODY"), at=AT)
    assert not Site.objects.exists()


def test_half_a_place_is_refused() -> None:
    with pytest.raises(PlaceUnusable) as refused:
        register_site(STEWARD, name="Pit", whereabouts=Whereabouts(latitude=Decimal(1)), at=AT)
    assert refused.value.findings
    assert not Site.objects.exists()


def test_correction_keeps_the_old_value_and_the_reason() -> None:
    mine = organisation()
    site = register_site(operator(mine), name="Pit", organisation=mine, at=AT).id
    change = SiteChange(name="Pit 3", whereabouts=Whereabouts("CD", Decimal(1), Decimal(2)), public=True)
    corrected = correct_site(operator(mine), site=site, change=change, reason="surveyed", at=AT)
    assert (corrected.name, corrected.country, corrected.public) == ("Pit 3", "CD", True)
    corrections = {card.field: (card.before, card.after) for card in queries.corrections_of(site)}
    assert corrections["name"] == ("Pit", "Pit 3")
    assert set(corrections) == {"name", "country", "latitude", "longitude", "public"}
    other = SiteChange(activities=(Activity.PROCESSING,), minerals=("Or",), organisation=mine)
    assert correct_site(STEWARD, site=site, change=other, reason="visit", at=AT).minerals == ("gold",)


@pytest.mark.parametrize(("change", "reason"), [(SiteChange(name="Pit"), "why"), (SiteChange(name="Other"), " ")])
def test_empty_correction_is_refused(change: SiteChange, reason: str) -> None:
    site = register_site(STEWARD, name="Pit", at=AT).id
    with pytest.raises(NothingToCorrect):
        correct_site(STEWARD, site=site, change=change, reason=reason, at=AT)
    assert Site.objects.get().name == "Pit"
    assert not SiteCorrection.objects.exists()


def test_strangers_are_told_that_a_private_site_does_not_exist() -> None:
    mine = organisation()
    site = register_site(operator(mine), name="Pit", organisation=mine, at=AT).id
    stranger = operator(Identifier("org-OTHER"))
    with pytest.raises(NotFound):
        queries.site_for(stranger, site)
    with pytest.raises(NotFound):
        correct_site(stranger, site=site, change=SiteChange(name="Mine now"), reason="x", at=AT)
    assert queries.site_for(operator(mine), site).name == "Pit"
    correct_site(operator(mine), site=site, change=SiteChange(public=True), reason="disclosed", at=AT)
    assert queries.site_for(stranger, site).public


def test_two_sites_cannot_share_a_uri() -> None:
    first = register_site(STEWARD, name="A", uri="urn:x", at=AT).id
    second = register_site(STEWARD, name="B", at=AT).id
    assert name_site_uri(STEWARD, site=first, uri="urn:x").id == first
    with pytest.raises(UriTaken):
        name_site_uri(STEWARD, site=second, uri="urn:x")
    assert queries.uris_of(first) == ("urn:x",)
    assert queries.uris_of(second) == ()


def test_accreditation_holds_for_its_period_until_withdrawn() -> None:
    provider = organisation("Assured", OrganisationKind.PROVIDER)
    period = {"valid_from": date(2026, 1, 1), "valid_before": date(2029, 1, 1)}
    card = accredit_provider(STEWARD, provider=provider, standard="CPS", accreditor="National body", **period, at=AT)
    assert queries.accreditation_of(provider, "CPS", date(2026, 6, 1)).is_yes
    assert queries.accreditation_of(provider, "ASM", date(2026, 6, 1)).is_unknown
    withdrawal = {"accreditation": card.id, "withdrawn_from": date(2026, 5, 1), "reason": "lapsed insurance"}
    assert withdraw_accreditation(STEWARD, **withdrawal, at=AT).withdrawn_from == date(2026, 5, 1)
    assert queries.accreditation_of(provider, "CPS", date(2026, 6, 1)).is_no
    with pytest.raises(AlreadyWithdrawn):
        withdraw_accreditation(STEWARD, **withdrawal, at=AT)


def test_only_providers_are_accredited() -> None:
    trader = organisation("Trader", OrganisationKind.TRADER)
    with pytest.raises(NotAProvider):
        accredit_provider(STEWARD, provider=trader, standard="CPS", accreditor="X", valid_from=date(2026, 1, 1), at=AT)
    assert not Accreditation.objects.exists()


def test_empty_accreditation_period_is_refused() -> None:
    provider = organisation("Assured", OrganisationKind.PROVIDER)
    day = date(2026, 1, 1)
    with pytest.raises(PeriodBackwards):
        accredit_provider(
            STEWARD, provider=provider, standard="CPS", accreditor="X", valid_from=day, valid_before=day, at=AT
        )
    assert not Accreditation.objects.exists()


def test_declared_interest_bars_a_person_for_24_months() -> None:
    client = organisation()
    auditor = Actor("per-AUDITOR", "org-PROVIDER", frozenset({Role.AUDITOR}))
    assert queries.consulted_within("per-AUDITOR", client, date(2026, 6, 1)).is_unknown
    declare_interest(
        auditor,
        person="per-AUDITOR",
        client=client,
        kind=InterestKind.CONSULTED,
        valid_from=date(2025, 1, 1),
        valid_before=date(2025, 6, 1),
        at=AT,
    )
    assert queries.consulted_within("per-AUDITOR", client, date(2026, 6, 1)).is_yes
    assert queries.consulted_within("per-AUDITOR", client, date(2026, 6, 1), months=6).is_unknown


def test_nobody_declares_for_somebody_else() -> None:
    client = organisation()
    auditor = Actor("per-AUDITOR", "org-PROVIDER", frozenset({Role.AUDITOR}))
    with pytest.raises(NotFound):
        declare_interest(
            auditor, person="per-OTHER", client=client, kind=InterestKind.NONE, valid_from=date(2026, 1, 1), at=AT
        )
    assert not DeclaredInterest.objects.exists()


def none_about(client: Identifier, person: str, day: date) -> dict[str, object]:
    return {"person": person, "client": client, "kind": InterestKind.NONE, "valid_from": day, "at": AT}


def test_certifier_declares_for_people_of_their_own_organisation_only() -> None:
    client, provider = organisation(), organisation("Assured", OrganisationKind.PROVIDER)
    certifier = Actor("per-CERTIFIER", provider, frozenset({Role.CERTIFIER}))
    auditor = register_person(STEWARD, name="A", purpose="audit", at=AT).id
    with pytest.raises(NotFound):
        declare_interest(certifier, **none_about(client, auditor, AT.date()))
    assert not DeclaredInterest.objects.exists()
    grant_membership(STEWARD, person=auditor, organisation=provider, role=Role.AUDITOR, at=AT)
    declare_interest(certifier, **none_about(client, auditor, AT.date()))
    assert queries.consulted_within(auditor, client, date(2026, 6, 1)).is_no


def test_no_interest_is_not_declared_for_a_day_to_come() -> None:
    client = organisation()
    with pytest.raises(ClearedAhead):
        declare_interest(STEWARD, **none_about(client, "per-A", date(2026, 1, 6)))
    assert not DeclaredInterest.objects.exists()


def test_interest_in_nobody_is_refused() -> None:
    with pytest.raises(NotFound):
        declare_interest(STEWARD, **none_about(Identifier("org-NOBODY"), "per-A", AT.date()))
    assert not DeclaredInterest.objects.exists()


def test_missing_things_are_not_found() -> None:
    nothing = Identifier("org-NOTHING")
    with pytest.raises(NotFound):
        accredit_provider(STEWARD, provider=nothing, standard="CPS", accreditor="X", valid_from=AT.date(), at=AT)
    with pytest.raises(NotFound):
        withdraw_accreditation(STEWARD, accreditation=nothing, withdrawn_from=AT.date(), reason="x", at=AT)
    with pytest.raises(NotFound):
        correct_site(STEWARD, site=nothing, change=SiteChange(name="x"), reason="x", at=AT)
    for query in (queries.organisation_card, queries.site_card):
        with pytest.raises(NotFound):
            query(nothing)
    assert queries.site_by_uri("urn:nothing") is None
    assert queries.organisation_cards([nothing]) == {}
    assert queries.site_cards([nothing]) == {}


def test_scheme_staff_correct_sites_of_others() -> None:
    mine = organisation()
    site = register_site(operator(mine), name="Pit", organisation=mine, at=AT).id
    staff = Actor("per-S", "org-SCHEME", frozenset({Role.SCHEME_STAFF}))
    other = organisation("New owner")
    corrected = correct_site(staff, site=site, change=SiteChange(organisation=other), reason="sold", at=AT)
    assert corrected.organisation == other
    assert queries.organisation_cards([mine, other])[other].name == "New owner"
