"""Pages of material: what was so on the day and is so now, the way it went, accounts, holds; strangers see nothing."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.custody.actions import announce_recall, hold_lots, open_account
from orepass.custody.models import Account, Correction, JournalEvent, Movement
from orepass.custody.queries import composition, lot_card
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.reaching import Asked
from orepass.kernel.identifier import mint
from orepass.party.actions.sites import SiteChange, Whereabouts, correct_site
from orepass.party.models import Site
from orepass.platform import clock
from orepass.platform.notices import notify
from tests.actions.passport.chain import BATTERY, Chain
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def chains(tell: Teller) -> Told[Chain]:
    def begun() -> Chain:
        chain = Chain()
        chain.battery()
        return chain

    return tell(begun)


@pytest.fixture
def chain(chains: Told[Chain], db: None) -> Iterator[Chain]:
    found = chains.again()
    with clock.frozen_at(found.at + timedelta(days=2)):
        yield found


def page(client: Client, name: str, *arguments: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=arguments))
    assert answer.status_code == 200
    assert len(answer.content) < 40_000
    html = answer.content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script", html)
    return html


def cells(html: str, table: str) -> list[str]:
    body = html.partition(f'id="{table}"')[2].partition("</table>")[0].partition("<tbody>")[2]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if "<t" in row]


def battery(chain: Chain) -> str:
    return str(lot_card(BATTERY).id)


def test_lot_says_what_its_certificate_was_on_the_day_of_delivery_and_is_today(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    before = page(client, "lot", battery(chain))
    assert [row.count("active") for row in cells(before, "composition")] == [2, 0]
    assert "do not stand today" not in before
    suspend_certificate(
        chain.certifier,
        certificate=chain.certificate.id,
        grounds=Grounds.MISUSE,
        note="A dam broke.",
        at=chain.at + timedelta(days=1),
    )
    after = page(client, "lot", battery(chain))
    certified, other = cells(after, "composition")
    assert "certificate: active" in certified
    assert re.search(r"suspended since \d+ \w+", certified)
    assert "none was claimed" in other
    assert "do not stand today" in after
    assert "75" in after.partition("do not stand today")[2].partition("rests on it")[0]


def test_what_was_first_told_of_at_a_refinery_is_not_said_to_begin_there(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    assert "first told of here" not in page(client, "lot", battery(chain))
    Site.objects.filter(pk__in=[part.site for part in composition(BATTERY) if part.site]).update(
        activities=["refining"]
    )
    html = page(client, "lot", battery(chain))
    assert "first told of here; where it began is not known" in html.partition('id="composition"')[2]


def test_measure_that_falls_due_leads_from_the_dashboard_to_where_it_is_planned(
    chain: Chain, logged_in: Browse
) -> None:
    client = logged_in(chain.operator)
    notify(organisation=chain.operator.organisation, kind="improvement.measure.due", subject=mint("msr"))
    before, _said, _after = page(client, "dashboard").partition("A measure falls due")
    assert before.rstrip().endswith(f'<a href="{reverse("web:improvement")}">')


def test_route_is_a_picture_for_the_parties_to_the_lot_and_nothing_for_strangers(
    chain: Chain, logged_in: Browse
) -> None:
    where = reverse("web:lot-route", args=[battery(chain), "dark-narrow"])
    own = logged_in(chain.operator)
    assert own.get(where).status_code == 404
    place = Whereabouts(country="CD", latitude=Decimal("-10.7123"), longitude=Decimal("25.4"))
    change = SiteChange(whereabouts=place)
    correct_site(STEWARD, site=chain.other_pit, change=change, reason="Measured there.")
    drawn = own.get(where)
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
    assert "private" in drawn["Cache-Control"]
    assert own.get(where.replace("dark-narrow", "pink")).status_code == 404
    assert logged_in(chain.world.outsider).get(where).status_code == 404
    assert Client().get(where).status_code == 302


def test_lot_on_hold_says_so_first_with_who_stopped_it_and_why(chain: Chain, logged_in: Browse) -> None:
    hold_lots(chain.operator, lots=[BATTERY], reason="The seal was broken.", at=chain.at)
    html = page(logged_in(chain.operator), "lot", battery(chain))
    assert "mark-suspended" in html.partition("<figure")[0]
    assert "The seal was broken." in html
    assert "Release this lot" in html
    assert "Stop this lot" not in html


def test_lot_is_stopped_from_its_page(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    sent: dict[str, Any] = {"step": "custody.lot.hold", "reason": "A tag is missing."}
    answer = client.post(reverse("web:lot", args=[battery(chain)]), sent)
    assert answer.status_code == 302
    assert "A tag is missing." in page(client, "lot", battery(chain))


def test_words_for_the_product_are_kept_on_the_page_of_the_lot_and_others_are_refused_with_the_way_out(
    chain: Chain, logged_in: Browse
) -> None:
    client, where = logged_in(chain.operator), reverse("web:lot", args=[battery(chain)])
    assert cells(page(client, "lot", battery(chain)), "words") == []
    sent: dict[str, Any] = {"step": "custody.words.keep", "language": "en", "market": "Germany"}
    refused = client.post(where, sent | {"text": "A sustainable battery"}).content.decode()
    assert "These words say more than may be said of the lot" in refused
    assert "word for word" in refused
    assert cells(page(client, "lot", battery(chain)), "words") == []
    said = claims_for(BATTERY).offered[0].wording["en"]
    assert client.post(where, sent | {"text": said}).status_code == 302
    (kept,) = cells(page(client, "lot", battery(chain)), "words")
    assert said.partition(".")[0] in unescape(kept)
    assert "Germany" in kept


def test_suspicion_shows_what_it_reaches_to_its_holder_and_announces_it(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    where = f"{reverse('web:recalls')}?certificate={chain.certificate.id}"
    html = client.get(where).content.decode()
    assert len(cells(html, "reached")) == 2
    assert "75 %" in cells(html, "reached")[1].replace("\u202f", " ")
    assert cells(html, "holders")
    assert client.get(f"{where}&as=csv").content.startswith(b"lot,uri,")
    assert client.get(f"{where}&as=json").json()["began"]
    sent = client.post(where, {"step": "custody.recall.announce", "reason": "Children were seen."})
    assert sent.status_code == 302
    announced = client.get(sent["Location"]).content.decode()
    assert "Children were seen." in announced
    assert len(cells(announced, "recalled")) == 2
    stranger = logged_in(chain.world.outsider)
    assert stranger.get(sent["Location"]).status_code == 404
    seen = stranger.get(where).content.decode()
    assert cells(seen, "reached") == []
    assert "custody.recall.announce" not in seen


def test_recall_of_nothing_known_is_refused_with_a_way_out(chain: Chain, logged_in: Browse) -> None:
    html = page(logged_in(chain.operator), "recalls")
    assert "notice-refusal" not in html
    answer = logged_in(chain.world.outsider).get(reverse("web:recalls"), {"lot": "urn:x:nobody"})
    assert answer.status_code == 200
    assert "notice-refusal" in answer.content.decode()


def test_inbox_shows_who_has_to_act_and_keeps_to_the_kind_that_is_asked_for(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    assert "Nothing is open" in page(client, "inbox")
    hold_lots(chain.operator, lots=[BATTERY], reason="The seal was broken.", at=chain.at)
    html = page(client, "inbox")
    assert "Yours to do" in html
    assert len(cells(html, "open")) == 1
    assert "Nothing is open" in client.get(reverse("web:inbox"), {"kind": "dispute"}).content.decode()
    assert cells(client.get(reverse("web:inbox"), {"kind": "hold"}).content.decode(), "open")
    assert client.get(reverse("web:inbox"), {"kind": "<script>"}).status_code == 200


def test_period_is_closed_on_the_accounts_page_and_its_statement_checks(chain: Chain, logged_in: Browse) -> None:
    opened = open_account(
        chain.operator, site=chain.world.sites[0], element="Li", opened_on=date(2025, 10, 1), pack=PACK, at=chain.at
    )
    client = logged_in(chain.operator)
    assert "Close the period and sign it" in page(client, "account", opened.id)
    sent = client.post(
        reverse("web:account", args=[opened.id]), {"step": "custody.period.close", "counted_kg": "0", "cause": ""}
    )
    assert sent.status_code == 302
    html = client.get(sent["Location"]).content.decode()
    assert "Closing balance" in html
    assert "Entries still add up to it" in html
    assert client.get(f"{sent['Location']}?as=jwt").content.count(b".") == 2
    assert logged_in(chain.world.outsider).get(sent["Location"]).status_code == 404
    assert len(cells(page(client, "account", opened.id), "closings")) == 1


def test_lot_says_what_may_be_claimed_of_it_or_that_nothing_may(chain: Chain, logged_in: Browse) -> None:
    html = page(logged_in(chain.operator), "lot", battery(chain))
    card = html.partition('id="claim"')[2].partition("</section>")[0]
    assert "What may be said of it" in card
    assert "Why other claims are not offered" in card or "No claim of a scheme" in card


def test_account_by_percentage_is_opened_by_its_method_and_asks_of_how_much(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    filled = {"site": chain.world.sites[0], "element": "Li", "opened_on": "2025-10-01", "yield_percent": "100"}
    by_percentage = {"step": "custody.account.open", "method": "rolling_percentage"} | filled
    opened = client.post(reverse("web:accounts"), by_percentage)
    assert opened.status_code == 302
    assert 'name="of_kg"' in client.get(opened["Location"]).content.decode()
    credited = client.post(reverse("web:accounts"), by_percentage | {"method": "credit"})
    assert 'name="of_kg"' not in client.get(credited["Location"]).content.decode()
    assert Account.objects.filter(element="Li").count() == 2
    refused = client.post(reverse("web:accounts"), by_percentage | {"method": "by_feeling"})
    assert refused.status_code == 422
    assert Account.objects.filter(element="Li").count() == 2


def test_lot_that_is_recalled_says_so_to_those_who_were_told(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    assert "Recalled" not in page(client, "lot", battery(chain))
    suspected = Asked(certificate=chain.certificate.id)
    recall = announce_recall(chain.operator, suspected=suspected, reason="Children were seen.", at=chain.at)
    html = page(client, "lot", battery(chain))
    assert "Children were seen." in html.partition("<figure")[0]
    assert reverse("web:recall", args=[recall.id]) in html


def test_sender_says_on_the_page_who_was_told_of_its_error(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    assert "custody.correction.told" not in page(client, "inbox")
    event = JournalEvent.objects.order_by("sequence").last()
    assert event is not None
    organisation = chain.operator.organisation
    duty = Correction.objects.create(
        id=mint("cor"),
        declaration=event,
        event_id=event.event_id,
        organisation=organisation,
        working_days=5,
        declared_at=chain.at,
    )
    duty.parties.create(party="urn:x:buyer", registered=False)
    assert "urn:x:buyer" in page(client, "inbox")
    sent = {"step": "custody.correction.told", "receiver": f"{duty.pk} urn:x:buyer", "note": "By letter of today."}
    assert client.post(reverse("web:inbox"), sent).status_code == 302
    assert duty.steps.get().note == "By letter of today."
    assert "custody.correction.told" not in page(client, "inbox")


def test_cause_of_an_overdraft_is_declared_where_the_scheme_asks_for_one(chain: Chain, logged_in: Browse) -> None:
    opened = open_account(
        chain.operator, site=chain.world.sites[0], element="Li", opened_on=date(2025, 10, 1), pack=PACK, at=chain.at
    )
    client, where = logged_in(chain.operator), reverse("web:account", args=[opened.id])
    for needs_cause, overdraft_ppm in ((False, 200_000), (True, 0)):
        Account.objects.filter(pk=opened.id).update(needs_cause=needs_cause, overdraft_ppm=overdraft_ppm)
        strict = page(client, "account", opened.id)
        assert "custody.overdraft.declare" not in strict
        assert "only with a declared cause" not in strict
        assert 'name="counted_kg"' in strict
        assert 'name="cause"' not in strict
    Account.objects.filter(pk=opened.id).update(needs_cause=True, overdraft_ppm=200_000)
    assert "only with a declared cause" in page(client, "account", opened.id)
    sent = {"step": "custody.overdraft.declare", "cause": "The river took the road.", "on": "2026-01-05"}
    assert client.post(where, sent).status_code == 302
    assert "The river took the road." in page(client, "account", opened.id)


def test_lot_that_nobody_assayed_says_how_much_can_be_in_it(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    ore = lot_card("urn:epc:class:lgtin:0614141.107340.A")
    assert (ore.content_mg, ore.at_most) == (None, {"Co": (ore.mass_mg or 0) * 7865 // 10_000})
    html = page(client, "lot", str(ore.id))
    assert re.search(r"at most [\d.]+\s(t|kg) Co; nobody assayed it", html)
    assert lot_card(BATTERY).at_most.keys() == {"Co"}
    assert "nobody assayed it" not in page(client, "lot", battery(chain))


def test_lot_that_was_assayed_at_more_than_went_in_says_how_much_counts(chain: Chain, logged_in: Browse) -> None:
    client, ore = logged_in(chain.operator), "urn:epc:class:lgtin:0614141.107340.A"
    assayed = Movement.objects.filter(lot__uri=ore, move="begun")
    assayed.update(content_mg=2_000_000)
    assert "by assay" not in page(client, "lot", str(lot_card(ore).id))
    assayed.update(most='{"Co": 1000000}')
    assert re.search(
        r"2\skg Co by assay; 1\skg counts, for no more went in", page(client, "lot", str(lot_card(ore).id))
    )
