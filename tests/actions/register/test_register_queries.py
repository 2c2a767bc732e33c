from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orepass.diligence.actions import import_visits, record_status, record_visit
from orepass.diligence.rules.ipis import COLUMNS
from orepass.diligence.rules.status import Colour
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Answer
from orepass.party.actions import correct_site, register_organisation, register_site
from orepass.party.actions.sites import SiteChange, Whereabouts
from orepass.party.models import Site
from orepass.party.rules.kinds import OrganisationKind
from orepass.party.rules.table import read_table, written
from orepass.platform.access import Actor, Role
from orepass.register import open_data
from orepass.register.queries import countries, places, places_digest, places_page, search, site_page
from orepass.register.rules import Certainty

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = AT.date()
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))
STRANGER = Actor("per-STRANGER")
SOMEWHERE = Whereabouts("CD", Decimal(-10), Decimal(25))
ROW = {
    "vid": "7",
    "pcode": "codmine00001",
    "name": "=Kanzambu()",
    "source": "IPIS",
    "project": "P",
    "visit_date": "2020-05-01",
    "visit_onsite": "1",
    "latitude": "-1.5",
    "longitude": "28.5",
    "qualification": "Vert",
    "forced_labour_armed_group1": "1",
    "mineral1": "Or",
}


def organisation(name: str, kind: OrganisationKind = OrganisationKind.OPERATOR) -> Identifier:
    return register_organisation(STEWARD, name=name, kind=kind, at=AT).id


def pit(owner: Identifier | None = None, *, public: bool = True, name: str = "Pit 3") -> Identifier:
    site = register_site(STEWARD, name=name, organisation=owner, whereabouts=SOMEWHERE, at=AT).id
    if public:
        correct_site(STEWARD, site=site, change=SiteChange(public=True), reason="disclosed", at=AT)
    return site


def test_search_shows_public_sites_and_organisations_only() -> None:
    hidden, shown = organisation("Kabolela mine"), organisation("Kabolela cooperative")
    pit(hidden, public=False, name="Kabolela hidden pit")
    site = pit(shown, name="Kabolela open pit")
    provider = organisation("Kabolela assurance", OrganisationKind.PROVIDER)
    found = search("kabolela")
    assert [card.id for card in found.sites] == [site]
    assert {card.id for card in found.organisations} == {shown, provider}
    assert found.certificates == ()


def test_search_goes_on_by_the_last_identifier_seen() -> None:
    for number in range(5):
        pit(name=f"Pit {number}")
        organisation(f"Pit assurance {number}", OrganisationKind.PROVIDER)
    first = search("pit", limit=3)
    second = search("pit", after_site=first.next_site, after_organisation=first.next_organisation, limit=3)
    assert len({card.id for card in (*first.sites, *second.sites)}) == 5
    assert len({card.id for card in (*first.organisations, *second.organisations)}) == 5
    assert (second.next_site, second.next_organisation) == ("", "")


def test_imported_site_shows_history_flags_and_whom_to_credit() -> None:
    import_visits(STEWARD, text=written(COLUMNS, [ROW]), at=AT)
    page = site_page(STRANGER, Site.objects.get().pk, TODAY)
    assert page.certainty is Certainty.EXPIRED
    assert [span.colour for span in page.history] == ["green", "blue", "red"]
    assert page.risk.clear.is_no
    assert page.right.verdict.is_unknown
    assert len(page.visits) == 1
    assert "IPIS" in page.sources[0].credit


def test_strangers_see_no_private_visit_and_no_correction() -> None:
    owner = organisation("Kabolela")
    site = pit(owner)
    seen = {"site": site, "observed_on": TODAY, "on_site": True, "answers": {"forced_labour": Answer.YES}}
    record_visit(STEWARD, **seen, at=AT)
    public = site_page(STRANGER, site, TODAY)
    assert (public.visits, public.corrections) == ((), ())
    assert public.risk.clear.is_unknown
    assert public.operator is not None
    own = site_page(Actor("per-O", owner, frozenset({Role.OPERATOR})), site, TODAY)
    assert len(own.visits) == 1
    assert own.risk.clear.is_no
    assert len(own.corrections) == 1


def test_private_site_is_not_found() -> None:
    with pytest.raises(NotFound):
        site_page(STRANGER, pit(public=False), TODAY)
    assert places(TODAY) == ()


def test_map_changes_when_the_facts_do() -> None:
    site = pit()
    before = places_digest(TODAY)
    assert [place.certainty for place in places(TODAY)] == [Certainty.DECLARED]
    assert places_digest(TODAY) == before
    decision = {"colour": Colour.GREEN, "decided_on": TODAY, "authority": "Ministry"}
    record_status(STEWARD, site=site, **decision, at=AT)
    assert places_digest(TODAY) != before
    assert [place.certainty for place in places(TODAY)] == [Certainty.VERIFIED]
    assert places(TODAY, "FR") == ()
    assert len(places(TODAY, "CD")) == 1


def test_table_behind_the_map_is_paged_without_gap() -> None:
    sites = sorted(pit(name=f"Pit {number}") for number in range(5))
    first = places_page(TODAY, limit=3)
    second = places_page(TODAY, "CD", after=first.after, limit=3)
    assert [place.id for place in (*first.places, *second.places)] == sites
    assert (first.total, second.after) == (5, "")
    assert places_page(TODAY, "FR").places == ()
    assert countries(TODAY) == {"CD": 5}


def test_open_data_is_inert_credited_and_reads_back() -> None:
    import_visits(STEWARD, text=written(COLUMNS, [ROW]), at=AT)
    organisation("Assured", OrganisationKind.PROVIDER)
    pit(public=False)
    sites = open_data.table("sites")
    (row,) = read_table(sites.text, "sites", ["id", "name", "credit"]).rows
    assert (row["name"], sites.rows) == ("'=Kanzambu()", 1)
    assert "IPIS" in row["credit"]
    (visit,) = read_table(open_data.table("visits").text, "visits", ["id", "forced_labour"]).rows
    assert (visit["forced_labour"], visit["mercury"], visit["status"]) == ("yes", "", "Vert")
    assert open_data.table("organisations").rows == 1
    with pytest.raises(NotFound):
        open_data.table("secrets")


def test_open_data_names_no_organisation_that_is_not_public() -> None:
    organisation("Applied only yesterday")
    assert open_data.table("organisations").rows == 0
