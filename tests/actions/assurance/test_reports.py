"""The public report: the minimum at once, the default after the days of the scheme, or what the holder chose."""

import base64
from datetime import date, timedelta

import msgspec
import pytest

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.assurance.actions.report import PartUnknown, ReasonMissing, StaysPublic, choose_report
from orepass.assurance.models import ReportChoice
from orepass.assurance.queries import CertificateCard, ReportCard, report_card, whole_report
from orepass.assurance.rules.report import Reason
from orepass.improvement.actions import adopt_plan
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.models import Record
from orepass.scheme.rules.publication import PARTS, ReportStatus
from orepass.transparency.models import Entry
from tests.beginnings import Teller, Told
from tests.certification import World, refuses

MINIMUM = ("scope", "dates", "provider", "sampling", "outcome", "level", "nonconformities")
DEFAULT = (*MINIMUM[:6], "scores_by_dimension", "scores_by_subject", "core_results", "nonconformities")


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World().having("certified"))


def chosen(
    world: World, card: CertificateCard, *parts: str, reason: Reason | None = None, note: str = ""
) -> ReportCard:
    return choose_report(world.operator, certificate=card.id, parts=list(parts), reason=reason, note=note, at=world.at)


def filled(card: ReportCard) -> set[str]:
    """The parts that a card really holds."""
    return {part for part in PARTS if getattr(card, part) is not None}


def test_until_the_last_day_the_minimum_is_public_and_then_the_default(world: World) -> None:
    card = world.certified()
    decided = world.at.date()
    last = report_card(card.id, decided + timedelta(days=30))
    assert (last.status, last.due_on, last.parts) == (ReportStatus.DUE, decided + timedelta(days=30), MINIMUM)
    assert last.to_come == ("scores_by_dimension", "scores_by_subject", "core_results")
    after = report_card(card.id, decided + timedelta(days=31))
    assert (after.status, after.parts, after.to_come) == (ReportStatus.BY_DEFAULT, DEFAULT, ())
    for found in (last, after):
        assert filled(found) == set(found.parts)


def test_before_the_decision_there_is_no_report(world: World) -> None:
    card = world.certified()
    with pytest.raises(NotFound):
        report_card(card.id, world.at.date() - timedelta(days=1))
    with pytest.raises(NotFound):
        report_card("crt-NOTHING", world.at.date())


def test_a_report_says_what_was_judged_and_found(world: World) -> None:
    card = world.certified()
    found = report_card(card.id, world.at.date() + timedelta(days=31))
    assert found.scope is not None
    assert found.scope.sites == tuple(world.sites)
    assert found.provider == "Prüfstelle"
    assert found.sampling is not None
    assert [(v.kind, v.stage, v.sites, v.members) for v in found.sampling] == [("initial", 2, tuple(world.sites), 0)]
    assert found.outcome is not None
    assert found.outcome.outcome == "conforms"
    assert found.level == card.level
    assert found.scores_by_dimension is not None
    assert {score.group for score in found.scores_by_dimension} == {"E", "S", "G"}
    assert found.core_results
    assert any(one.gate is not None and one.gate.is_yes for one in found.core_results)
    assert found.nonconformities == ()


def test_a_choice_counts_from_its_day_and_stands_on_the_log_and_the_record(world: World) -> None:
    card = world.certified()
    leaves = Entry.objects.filter(kind="assurance.report.choose").count()
    found = chosen(world, card, *DEFAULT, "requirement_results")
    assert found.status is ReportStatus.CHOSEN
    assert found.parts == (*DEFAULT, "requirement_results")
    assert Entry.objects.filter(kind="assurance.report.choose").count() == leaves + 1
    kept = Record.objects.filter(action="assurance.report.choose").latest("pk")
    assert kept.subject == card.id
    assert kept.actor == world.operator.pseudonym


def test_less_than_the_default_needs_a_reason_which_is_public_and_its_remark_is_not(world: World) -> None:
    card = world.certified()
    with refuses(ReasonMissing, "assurance.report.reason_missing"):
        chosen(world, card, "scores_by_dimension")
    chosen(world, card, "scores_by_dimension", reason=Reason.BUSINESS_SECRET, note="Ask Marie about prices.")
    found = report_card(card.id, world.at.date())
    assert found.parts == (*MINIMUM[:6], "scores_by_dimension", "nonconformities")
    assert found.withheld == ("scores_by_subject", "core_results")
    assert found.reason == "business_secret"
    assert b"Marie" not in msgspec.json.encode(found)


def test_nothing_chosen_still_publishes_the_minimum(world: World) -> None:
    card = world.certified()
    assert chosen(world, card, reason=Reason.SAFETY).parts == MINIMUM
    assert filled(report_card(card.id, world.at.date())) == set(MINIMUM)


def test_a_later_choice_is_a_new_entry_and_both_stay(world: World) -> None:
    card = world.certified()
    first = world.at.date()
    chosen(world, card, reason=Reason.LAW)
    world.later(days=40)
    chosen(world, card, *DEFAULT)
    assert ReportChoice.objects.count() == 2
    found = report_card(card.id, world.at.date())
    assert [(choice.on, choice.reason) for choice in found.choices] == [(first, "law"), (world.at.date(), "")]
    assert (found.parts, found.reason) == (DEFAULT, "")
    assert report_card(card.id, first).parts == MINIMUM


def test_a_part_that_no_report_has_is_refused(world: World) -> None:
    card = world.certified()
    with refuses(PartUnknown, "assurance.report.part_unknown"):
        chosen(world, card, *DEFAULT, "turnover")


def test_only_the_holder_chooses_and_looks_at_what_is_not_public(world: World) -> None:
    card = world.certified()
    with refuses(NotFound):
        choose_report(world.outsider, certificate=card.id, parts=list(DEFAULT), at=world.at)
    with refuses(NotFound):
        choose_report(world.operator, certificate=Identifier("crt-NOTHING"), parts=[], at=world.at)
    with refuses(Denied):
        choose_report(world.certifier, certificate=card.id, parts=list(DEFAULT), at=world.at)
    for stranger in (world.outsider, world.certifier):
        with pytest.raises(NotFound):
            whole_report(stranger, card.id)


def test_while_a_certificate_is_suspended_its_report_stays_and_nothing_is_taken_back(world: World) -> None:
    card = world.certified()
    chosen(world, card, *DEFAULT)
    suspend_certificate(world.certifier, certificate=card.id, grounds=Grounds.MISUSE, note="Misused.", at=world.at)
    with refuses(StaysPublic, "assurance.report.stays_public"):
        chosen(world, card, reason=Reason.PRIVACY)
    found = report_card(card.id, world.at.date())
    assert (found.certificate_status, found.parts) == ("suspended", DEFAULT)
    assert chosen(world, card, *DEFAULT, "plan").parts == (*DEFAULT, "plan")


def test_the_holder_sees_what_every_part_would_show(world: World) -> None:
    card = world.certified()
    adopt_plan(
        world.operator,
        subject="water",
        goals="Cleaner wells.",
        valid_from=date(2026, 1, 1),
        valid_before=date(2027, 1, 1),
        at=world.at,
    )
    whole = whole_report(world.operator, card.id)
    assert filled(whole) == set(PARTS)
    assert whole.plan is not None
    assert [(plan.subject, plan.actions) for plan in whole.plan] == [("water", 0)]
    assert b"Cleaner wells" not in msgspec.json.encode(whole)


def test_a_report_names_no_person_and_no_text_of_the_file(world: World) -> None:
    card = world.certified()
    said = msgspec.json.encode(whole_report(world.operator, card.id)).decode()
    for person in (world.operator, world.auditor, world.certifier):
        assert person.pseudonym not in said
    for text in ("Everything was shown.", "All met.", base64.b64encode(b"%PDF").decode(), world.evidence):
        assert text not in said
