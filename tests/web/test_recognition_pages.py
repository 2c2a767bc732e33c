"""Recognition on its pages: decided by staff, presented by holders, looked up by others, claimed in a file."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from orepass.assurance.queries import case_for
from orepass.inclusion.recognition.queries import agreements_for, claims_in, foreign_certificates_for
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.party.actions.sites import SiteChange, correct_site
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.models import Record
from orepass.platform.people import register_person
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.recognition import Recognition, document
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Recognition]:
    return tell(Recognition)


@pytest.fixture
def world(told: Told[Recognition], db: None) -> Recognition:  # type: ignore[override]
    """The world with two schemes."""
    return told.again()


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: Recognition) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


@pytest.fixture
def staff(world: Recognition) -> tuple[Actor, Actor]:
    """Two people of the scheme, with log-ins."""
    found = []
    for name in ("Assessor", "Decider"):
        person = register_person(STEWARD, name=name, purpose="scheme").id
        grant_membership(STEWARD, person=person, organisation=world.scheme, role=Role.SCHEME_STAFF, at=world.at)
        found.append(Actor(person, world.scheme, frozenset({Role.SCHEME_STAFF})))
    return found[0], found[1]


WATER = "CPS.E.water.C1"


def desk() -> str:
    return reverse("web:recognition")


def file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "application/yaml")


def test_public_page_shows_what_is_recognised_with_match_gaps_and_why(world: Recognition, client: Client) -> None:
    card = world.decided()
    html = client.get(reverse("web:recognised")).content.decode()
    assert card.title in html
    one = client.get(reverse("web:recognised-one", args=[card.id])).content.decode()
    assert "CPS.S.child-forced-labour.M1" in one
    assert "a critical requirement is credited whole or not at all" in one
    assert "per-" not in one
    french = client.get(
        reverse("web:recognised-one", args=[card.id]), headers={"accept-language": "fr"}
    ).content.decode()
    assert "une exigence critique est créditée entièrement ou pas du tout" in french
    assert "a critical requirement is credited whole" not in french


def test_before_the_consultation_nothing_is_public(world: Recognition, client: Client) -> None:
    card = world.scored()
    assert card.title not in client.get(reverse("web:recognised")).content.decode()
    assert client.get(reverse("web:recognised-one", args=[card.id])).status_code == 404


def test_staff_put_a_mapping_up_assess_consult_and_decide(
    world: Recognition, logged_in: Browse, staff: tuple[Actor, Actor]
) -> None:
    browser, other = logged_in(staff[0]), logged_in(staff[1])
    answer = browser.post(desk(), {"step": "recognition.agreement.request", "file": file("m.yaml", document())})
    where = answer["Location"]
    scores = dict.fromkeys(("independence", "competence", "sampling", "transparency", "decision", "oversight"), "2")
    assert browser.post(where, {"step": "recognition.agreement.assess", "note": "Read.", **scores}).status_code == 302
    days = {
        "opened_on": str(world.today - timedelta(days=20)),
        "closed_on": str(world.today - timedelta(days=1)),
        "summary": "Nobody objected.",
    }
    assert browser.post(where, {"step": "recognition.agreement.consult", **days}).status_code == 302
    decided = {"step": "recognition.agreement.decide", "decision": "recognised_conditional", "grounds": "Gaps listed."}
    refused = browser.post(where, decided)
    assert refused.status_code == 422
    assert b"Let somebody else of the scheme decide" in refused.content
    assert other.post(where, decided).status_code == 302
    card = agreements_for(staff[0], world.today)[0]
    assert card.state == "recognised_conditional"
    assert other.post(where, {"step": "recognition.agreement.suspend", "grounds": "Doubts."}).status_code == 302
    assert other.post(where, {"step": "recognition.agreement.restore", "grounds": "Settled."}).status_code == 302


def test_a_mapping_that_lies_here_is_taken_by_name(
    world: Recognition, logged_in: Browse, staff: tuple[Actor, Actor]
) -> None:
    answer = logged_in(staff[0]).post(desk(), {"step": "shipped", "mapping": "asm-to-cps"})
    assert answer.status_code == 302
    assert agreements_for(staff[0], world.today)[0].mapping.theirs.standard == "ASM"


def test_a_broken_mapping_is_refused_with_every_mistake_and_its_line(
    world: Recognition, logged_in: Browse, staff: tuple[Actor, Actor]
) -> None:
    broken = document(level=3, pairs=[("T1", "CPS.E.water.C1", "same", 1, "document")])
    browser = logged_in(staff[0])
    records = Record.objects.count()
    answer = browser.post(desk(), {"step": "recognition.agreement.request", "file": file("m.yaml", broken)})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "pairs.0.relation" in html
    assert "level" in html
    assert Record.objects.count() == records


def test_a_holder_presents_a_provider_looks_it_up_and_the_file_is_credited(
    world: Recognition, logged_in: Browse
) -> None:
    correct_site(STEWARD, site=world.sites[0], change=SiteChange(minerals=("cobalt",)), reason="Known.", at=world.at)
    card = world.decided()
    application = world.contracted()
    operator, auditor = logged_in(world.operator), logged_in(world.auditor)
    given = {
        "standard": "theirs@1 T",
        "number": "T-1",
        "issuer": "Another provider",
        "sites": world.sites,
        "minerals": ["cobalt"],
        "audited_on": str(world.today - timedelta(days=30)),
        "valid_from": str(world.today - timedelta(days=10)),
        "valid_before": str(world.today + timedelta(days=300)),
        "results": "T1 full\nT2 FULL\n",
    }
    wrong = operator.post(desk(), {"step": "recognition.certificate.present", **given, "results": "T1 is full"})
    assert (wrong.status_code, b"T1 is full" in wrong.content) == (422, True)
    where = operator.post(desk(), {"step": "recognition.certificate.present", **given})["Location"]
    certificate = foreign_certificates_for(world.operator, world.today)[0]
    assert b"Nobody has looked it up yet" in operator.get(where).content
    assert b"recognition.certificate.check" not in operator.get(where).content
    looked_up = {
        "step": "recognition.certificate.check",
        "status": "active",
        "since": str(world.today - timedelta(days=10)),
        "checked_on": str(world.today),
        "where": "their register",
        "accredited": "on",
    }
    assert auditor.post(where, looked_up).status_code == 302
    claims = reverse("web:recognition-claims", args=[application])
    assert b"Nothing has been claimed yet" in auditor.get(claims).content
    claimed = {"step": "recognition.credit.claim", "what": f"{certificate.id} {card.id}"}
    assert operator.post(claims, claimed).status_code == 302
    found = claims_in(world.operator, application, world.today)[0]
    assert len(found.lines_of(Credit.CREDITED)) == 2
    assert {answer.reference for answer in case_for(world.operator, application).answers} == {found.id}
    assert auditor.post(where, {**looked_up, "status": "suspended", "since": str(world.today)}).status_code == 302
    held = operator.get(claims).content.decode()
    assert "On hold: own evidence is asked for" in held
    assert "Supply own evidence" in operator.get(reverse("web:dashboard")).content.decode()


@pytest.mark.parametrize("name", ["recognition-claims", "recognition-agreement", "recognition-certificate"])
def test_strangers_find_nothing(world: Recognition, logged_in: Browse, name: str) -> None:
    things = {
        "recognition-claims": world.contracted(),
        "recognition-agreement": world.scored().id,
        "recognition-certificate": world.presented().id,
    }
    where = reverse(f"web:{name}", args=[things[name]])
    assert logged_in(world.outsider).get(where).status_code == 404
    assert Client().get(where).status_code == 302


def test_the_desk_answers_every_role(world: Recognition, logged_in: Browse, staff: tuple[Actor, Actor]) -> None:
    world.decided()
    world.presented()
    for actor in (world.operator, world.auditor, world.certifier, staff[0]):
        assert logged_in(actor).get(desk()).status_code == 200


def test_an_answer_that_rests_on_a_certificate_stays_so_when_its_form_is_sent_unchanged(
    world: Recognition, logged_in: Browse
) -> None:
    application, card = world.contracted(), world.decided()
    certificate = world.presented()
    world.looked_up(certificate.id)
    claim = world.claimed(application, certificate.id, card.id)
    browser = logged_in(world.operator)
    where = reverse("web:answers-subject", args=[application, "water"])
    html = browser.get(where).content.decode()
    assert "Rests on a certificate of another scheme" in html
    given = next(found for found in case_for(world.operator, application).answers if found.requirement == WATER)
    sent = {"0-answer": given.answer, "0-evidence_class": given.evidence_class, "0-note": given.note}
    assert browser.post(where, {"step": "answers", **sent}).status_code == 302
    kept = {found.requirement: found.reference for found in case_for(world.operator, application).answers}
    assert kept[WATER] == claim.id
    sent["0-note"] = "Our own word."
    assert browser.post(where, {"step": "answers", **sent}).status_code == 302
    kept = {found.requirement: found.reference for found in case_for(world.operator, application).answers}
    assert kept[WATER] == ""
