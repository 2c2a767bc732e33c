"""A complaint from its arrival to its remedy: who may see and do what, and that nobody learns who complained."""

from datetime import timedelta

import pytest

from orepass.engagement.actions import (
    About,
    Contact,
    Outcome,
    acknowledge_complaint,
    add_to_complaint,
    agree_remedy,
    assess_complaint,
    assign_complaint,
    close_complaint,
    conclude_complaint,
    forget_complainant,
    investigate_complaint,
    lodge_complaint,
    put_complaint,
    respond_to_complaint,
)
from orepass.engagement.actions import refusals as no
from orepass.engagement.models import Complaint
from orepass.engagement.queries import (
    complainant_for,
    complaint_for,
    complaints_for,
    engagement_tasks,
    followed,
    put_for,
    put_to,
)
from orepass.kernel.refusal import NotFound
from orepass.platform.access import STRANGER, Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.models import Notice, Person, Record, RecordSalt
from orepass.platform.notices import notices_for
from orepass.platform.people import person_for
from tests.actions.engagement.hearing import EMAIL, NAME, STATEMENT, Hearing
from tests.beginnings import Teller, Told
from tests.certification import STEWARD, refuses

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Hearing]:
    return tell(lambda: Hearing().having("certified"))


def test_complaint_about_a_certificate_goes_to_its_provider_with_a_notice_and_a_task(world: Hearing) -> None:
    receipt = world.lodged(world.certified().id)
    assert [card.id for card in complaints_for(world.handler)] == [receipt.id]
    assert receipt.id in [notice.subject for notice in notices_for(world.handler)]
    task = engagement_tasks(world.handler, world.at.date())[0]
    assert (task.action, task.due_on) == ("engagement.complaint.acknowledge", receipt.acknowledge_by)
    assert complaints_for(world.staff) == []


def test_complaint_about_the_scheme_or_an_unknown_place_goes_to_the_schemes_staff(world: Hearing) -> None:
    lodged = {world.lodged(world.provider, about=About.SCHEME).id, world.lodged("sit-unheard-of").id, world.lodged().id}
    assert {card.id for card in complaints_for(world.staff)} == lodged
    assert complaints_for(world.handler) == []


def test_complaint_about_a_site_goes_to_whoever_certified_it(world: Hearing) -> None:
    world.certified()
    card = complaint_for(world.handler, world.lodged(world.sites[0]).id)
    assert (card.handled_by, card.accused) == (world.provider, world.client)


def test_complaint_about_a_site_that_nobody_certified_goes_to_the_staff(db: None) -> None:
    world = Hearing()
    card = complaint_for(world.staff, world.lodged(world.sites[0]).id)
    assert (card.handled_by, card.accused) == ("", world.client)


def test_whole_way_of_a_complaint_that_is_upheld(world: Hearing) -> None:
    certificate = world.certified()
    receipt = world.investigated(certificate)
    what = {"complaint": receipt.id, "at": world.at}
    investigate_complaint(world.handler, note="The guards confirm it.", **what)
    put_complaint(world.handler, told="Guards are said to take money at night.", **what)
    respond_to_complaint(world.operator, statement="We have changed the guards.", **what)
    conclude_complaint(world.handler, outcome=Outcome.UPHELD, told="You were right.", **what)
    agree_remedy(world.handler, told="A sign with the fees at the road.", due_on=world.at.date(), **what)
    card = close_complaint(world.handler, told="The sign stands.", **what)
    assert card.state == "closed"
    told = [said.told for said in followed(receipt.id, receipt.secret).told]
    assert told == [
        "It has arrived.",
        "We look into it.",
        "You were right.",
        "A sign with the fees at the road.",
        "The sign stands.",
    ]


def test_accused_sees_the_summary_and_the_outcome_and_never_who_complained(world: Hearing) -> None:
    receipt = world.investigated(world.certified())
    assert put_to(world.operator) == []
    with refuses(NotFound):
        complaint_for(world.operator, receipt.id)
    put_complaint(world.handler, complaint=receipt.id, told="Guards take money.", at=world.at)
    card = put_for(world.operator, receipt.id)
    assert [said.told for said in card.summary] == ["Guards take money."]
    assert NAME not in str(card)
    assert STATEMENT not in str(card)


@pytest.mark.parametrize("words", ["Mrs Kabange says so.", "WIVINE said it", EMAIL, "call +243 999-000-111"])
def test_words_for_the_accused_that_name_the_complainant_are_refused(world: Hearing, words: str) -> None:
    receipt = world.investigated(world.certified())
    with refuses(no.IdentityInText):
        put_complaint(world.handler, complaint=receipt.id, told=words, at=world.at)
    conclude_complaint(world.handler, complaint=receipt.id, outcome=Outcome.PARTLY, told="Partly.", at=world.at)
    with refuses(no.IdentityInText):
        agree_remedy(world.handler, complaint=receipt.id, told=words, at=world.at)


def test_protected_identity_is_for_the_handler_alone(world: Hearing) -> None:
    receipt = world.lodged(world.certified().id)
    assert complainant_for(world.handler, receipt.id) is None
    assign_complaint(world.handler, complaint=receipt.id, at=world.at)
    found = complainant_for(world.handler, receipt.id)
    assert found is not None
    assert found.name == NAME
    others = (world.certifier, world.both, world.staff, world.operator, STEWARD, STRANGER)
    assert [complainant_for(other, receipt.id) for other in others] == [None] * len(others)


def test_identity_that_is_not_protected_is_still_for_those_who_handle_it_only(world: Hearing) -> None:
    receipt = world.lodged(world.certified().id, protect=False)
    assert complainant_for(world.certifier, receipt.id) is not None
    assert complainant_for(world.operator, receipt.id) is None


def test_not_even_a_steward_reads_the_persons_data_by_the_pseudonym(world: Hearing) -> None:
    world.lodged(world.certified().id)
    pseudonym = Complaint.objects.get().person
    with refuses(NotFound):
        person_for(STEWARD, pseudonym)


def test_record_and_notices_do_not_say_who_complained(world: Hearing) -> None:
    receipt = lodge_complaint(world.operator, about=About.SITE, statement=STATEMENT, at=world.at)
    record = Record.objects.get(action="engagement.complaint.lodge")
    assert (record.actor, record.organisation, record.subject) == ("anonymous", "", receipt.id)
    assert world.operator.pseudonym not in str(list(Notice.objects.filter(subject=receipt.id).values()))


def test_contact_needs_consent_and_a_usable_address(world: Hearing) -> None:
    lodge = {"about": About.SITE, "statement": STATEMENT, "at": world.at}
    with refuses(no.ConsentMissing):
        lodge_complaint(STRANGER, contact=Contact(name=NAME), **lodge)
    with refuses(no.ContactUnusable):
        lodge_complaint(STRANGER, contact=Contact(consent=True, email="not an address"), **lodge)
    assert Person.objects.filter(name=NAME).count() == Complaint.objects.count() == 0


def test_complaint_without_a_name_keeps_no_person(world: Hearing) -> None:
    before = Person.objects.count()
    lodge_complaint(STRANGER, about=About.SITE, statement=STATEMENT, contact=Contact(name="  "), at=world.at)
    assert Person.objects.count() == before
    assert complaints_for(world.staff)[0].anonymous


def test_nothing_said_and_too_much_said_are_refused(world: Hearing) -> None:
    with refuses(no.StatementMissing):
        lodge_complaint(STRANGER, about=About.SITE, statement=" \n ", at=world.at)
    with refuses(no.StatementTooLong):
        lodge_complaint(STRANGER, about=About.SITE, statement="x" * 20_001, at=world.at)
    lodge_complaint(STRANGER, about=About.SITE, statement="x" * 20_000, at=world.at)


def test_holder_of_the_receipt_adds_and_others_do_not(world: Hearing) -> None:
    receipt, other = world.lodged(), world.lodged()
    typed = receipt.secret.lower().replace("-", " ").replace("0", "o")
    card = add_to_complaint(STRANGER, complaint=receipt.id, secret=typed, statement="It was on Monday.", at=world.at)
    assert [said.statement for said in card.added] == ["It was on Monday."]
    for number, secret in ((receipt.id, other.secret), ("cmp-NOBODY", receipt.secret), (receipt.id, "")):
        with refuses(NotFound):
            add_to_complaint(STRANGER, complaint=number, secret=secret, statement="x", at=world.at)
        with refuses(NotFound):
            forget_complainant(STRANGER, complaint=number, secret=secret, at=world.at)


def test_erased_data_are_gone_and_the_complaint_goes_on(world: Hearing) -> None:
    receipt = world.investigated(world.certified())
    assert followed(receipt.id, receipt.secret).has_contact
    card = forget_complainant(STRANGER, complaint=receipt.id, secret=receipt.secret, at=world.at)
    assert (card.has_contact, card.state) == (False, "investigating")
    assert complainant_for(world.handler, receipt.id) is None
    person = Person.objects.get(pk=Complaint.objects.get().person)
    assert (person.name, person.email, person.phone) == ("", "", "")
    assert not RecordSalt.objects.filter(record__action="engagement.complaint.lodge").exists()
    again = forget_complainant(STRANGER, complaint=receipt.id, secret=receipt.secret, at=world.at)
    assert again == card


def test_n11_whoever_took_part_in_the_file_does_not_handle_the_complaint(world: Hearing) -> None:
    receipt = world.lodged(world.certified().id)
    with refuses(no.HandlerNotImpartial) as refusal:
        assign_complaint(world.certifier, complaint=receipt.id, at=world.at)
    assert [found.code for found in refusal.value.findings] == ["engagement.panel.overlap"]
    with refuses(no.HandlerNotImpartial):
        assign_complaint(world.handler, complaint=receipt.id, handler=world.auditor.pseudonym, at=world.at)
    with refuses(no.HandlerNotImpartial):
        assign_complaint(world.handler, complaint=receipt.id, handler="per-NOBODY", at=world.at)
    given = assign_complaint(world.certifier, complaint=receipt.id, handler=world.handler.pseudonym, at=world.at)
    assert given.handler == world.handler.pseudonym
    assert engagement_tasks(world.certifier, world.at.date()) == []


def test_n11_holds_for_a_complaint_about_the_certified_site_too(world: Hearing) -> None:
    world.certified()
    receipt = world.lodged(world.sites[0])
    with refuses(no.HandlerNotImpartial):
        assign_complaint(world.certifier, complaint=receipt.id, at=world.at)
    assert assign_complaint(world.handler, complaint=receipt.id, at=world.at).handler == world.handler.pseudonym


def test_nobody_handles_a_complaint_about_their_own_house(world: Hearing) -> None:
    receipt = world.lodged(world.provider, about=About.SCHEME)
    inside = Actor(world.handler.pseudonym, world.stranger, frozenset({Role.SCHEME_STAFF}))
    grant_membership(STEWARD, person=inside.pseudonym, organisation=world.stranger, role=Role.SCHEME_STAFF, at=world.at)
    with refuses(no.HandlerNotImpartial) as refusal:
        assign_complaint(inside, complaint=receipt.id, at=world.at)
    assert [found.code for found in refusal.value.findings] == ["engagement.handler.works_there"]
    assert assign_complaint(world.staff, complaint=receipt.id, at=world.at).handler


def test_schemes_staff_help_out_where_nobody_at_the_provider_is_free(world: Hearing) -> None:
    receipt = world.lodged(world.certified().id)
    assign_complaint(world.certifier, complaint=receipt.id, handler=world.staff.pseudonym, at=world.at)
    assert [card.id for card in complaints_for(world.staff)] == [receipt.id]
    assert complainant_for(world.staff, receipt.id) is not None
    assert acknowledge_complaint(world.staff, complaint=receipt.id, told="It has arrived.", at=world.at).handler
    assign_complaint(world.certifier, complaint=receipt.id, handler=world.handler.pseudonym, at=world.at)
    assert complaints_for(world.staff) == []
    assert complainant_for(world.staff, receipt.id) is None


def test_only_the_handler_judges_a_complaint(world: Hearing) -> None:
    receipt = world.investigated(world.certified())
    what = {"complaint": receipt.id, "at": world.at}
    with refuses(no.HandledBySomebodyElse):
        conclude_complaint(world.certifier, outcome=Outcome.REJECTED, told="No.", **what)
    with refuses(NotFound):
        conclude_complaint(world.staff, outcome=Outcome.REJECTED, told="No.", **what)
    steward = Actor("per-x", world.stranger, frozenset({Role.STEWARD, Role.CERTIFIER}))
    with refuses(NotFound):
        investigate_complaint(steward, note="x", **what)


def test_steps_come_in_order(world: Hearing) -> None:
    receipt = world.lodged()
    what = {"complaint": receipt.id, "at": world.at}
    assign_complaint(world.staff, **what)
    with refuses(no.WrongStep):
        assess_complaint(world.staff, admissible=True, told="Yes.", **what)
    acknowledge_complaint(world.staff, told="Arrived.", **what)
    with refuses(no.WrongStep):
        acknowledge_complaint(world.staff, told="Arrived.", **what)
    with refuses(NotFound):
        put_complaint(world.staff, told="Nobody is accused.", **what)
    assess_complaint(world.staff, admissible=False, told="Not ours.", **what)
    with refuses(no.WrongStep):
        conclude_complaint(world.staff, outcome=Outcome.UPHELD, told="x", **what)
    assert close_complaint(world.staff, told="Closed.", **what).state == "closed"


def test_scheme_without_a_pathway_has_no_stage_and_evidence_must_be_stored(world: Hearing) -> None:
    receipt = world.investigated(world.certified())
    what = {"complaint": receipt.id, "note": "x", "at": world.at}
    with refuses(no.OffThePathway):
        investigate_complaint(world.handler, stage="logged", **what)
    with refuses(NotFound):
        investigate_complaint(world.handler, evidence=["0" * 64], **what)
    card = investigate_complaint(world.handler, evidence=[world.evidence], **what)
    assert card.steps[-1].evidence == (world.evidence,)


def test_strangers_to_a_put_complaint_cannot_answer_it(world: Hearing) -> None:
    receipt = world.investigated(world.certified())
    for stranger in (world.operator, world.outsider):
        with refuses(NotFound):
            respond_to_complaint(stranger, complaint=receipt.id, statement="x", at=world.at)
    put_complaint(world.handler, complaint=receipt.id, told="Guards take money.", at=world.at)
    assert [task.action for task in engagement_tasks(world.operator, world.at.date())] == [
        "engagement.complaint.respond"
    ]
    with refuses(NotFound):
        respond_to_complaint(world.outsider, complaint=receipt.id, statement="x", at=world.at)


def test_clocks_show_with_each_state(world: Hearing) -> None:
    receipt = world.lodged(world.certified().id)
    card = complaint_for(world.handler, receipt.id)
    assert card.due_on == card.acknowledge_by == world.at.date() + timedelta(days=7)
    acknowledge_complaint(world.handler, complaint=receipt.id, told="Arrived.", at=world.at)
    assert complaint_for(world.handler, receipt.id).due_on == card.conclude_by
