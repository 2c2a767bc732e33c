from base64 import b64encode
from datetime import UTC, date, datetime

import pytest

from orepass.diligence import queries
from orepass.diligence.actions import answer_flag, count_workers, import_visits, record_status, record_visit
from orepass.diligence.actions.flags import NotFlagged, OwnFlag, ReasonsMissing
from orepass.diligence.actions.status import DecisionInFuture
from orepass.diligence.actions.visits import WORKERS_MAX, QuestionUnknown, VisitInFuture, WorkersUnusable
from orepass.diligence.models import FlagAnswer, StatusDecision, Visit
from orepass.diligence.rules.ipis import COLUMNS
from orepass.diligence.rules.observation import ANNEX_II_QUESTIONS
from orepass.diligence.rules.status import Colour
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.kernel.verdict import Answer
from orepass.party.actions import register_organisation, register_site
from orepass.party.models import DataImport, Site
from orepass.party.rules.kinds import OrganisationKind
from orepass.party.rules.table import BadTable, written
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from orepass.platform.models import Notice, Record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = AT.date()
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))
AUDITOR = Actor("per-AUDITOR", "org-PROVIDER", frozenset({Role.AUDITOR}))
ROW = {
    "vid": "7",
    "pcode": "codmine00001",
    "name": "Kanzambu",
    "source": "IPIS",
    "visit_date": "2025-05-01",
    "visit_onsite": "1",
    "latitude": "-1.5",
    "longitude": "28.5",
    "qualification": "Vert",
    "childunder15": "1",
}


@pytest.fixture
def mine() -> Identifier:
    return register_organisation(STEWARD, name="Kabolela", kind=OrganisationKind.OPERATOR, at=AT).id


@pytest.fixture
def pit(mine: Identifier) -> Identifier:
    return register_site(STEWARD, name="Pit 3", organisation=mine, at=AT).id


def visit(site: Identifier, **answers: Answer) -> queries.VisitCard:
    return record_visit(AUDITOR, site=site, observed_on=TODAY, on_site=True, answers=answers, at=AT)


def test_recorded_visit_answers_for_the_site_and_tells_its_operator(mine: Identifier, pit: Identifier) -> None:
    card = visit(pit, forced_labour=Answer.YES, pillaging=Answer.UNKNOWN)
    assert card.answers == {"forced_labour": Answer.YES}
    assert queries.site_risk(pit, TODAY).clear.is_no
    assert Notice.objects.get(organisation=mine).kind == "diligence.risk.flagged"


def test_site_is_clear_after_a_visit_that_answered_everything(pit: Identifier) -> None:
    assert queries.site_risk(pit, TODAY).clear.is_unknown
    visit(pit, **dict.fromkeys(ANNEX_II_QUESTIONS, Answer.NO))
    assert queries.site_risk(pit, TODAY).clear.is_yes
    assert queries.site_risk(pit, date(2027, 1, 5)).clear.is_unknown
    assert not Notice.objects.exists()


def test_last_count_of_workers_up_to_a_day_counts(pit: Identifier) -> None:
    assert queries.workers_counted([pit], TODAY) == {}
    for day, workers in ((date(2025, 3, 1), 40), (date(2025, 9, 1), 0), (TODAY, WORKERS_MAX)):
        assert count_workers(AUDITOR, site=pit, counted_on=day, workers=workers, at=AT).workers == workers
    visit(pit)
    known = [(date(2025, 2, 28), {}), (date(2025, 3, 1), {pit: 40}), (date(2025, 9, 1), {pit: 0})]
    assert all(queries.workers_counted([pit], on) == found for on, found in known)
    assert queries.workers_counted([pit], TODAY) == {pit: WORKERS_MAX}


def test_no_number_of_people_a_future_day_and_a_strange_site_are_refused(pit: Identifier) -> None:
    for workers in (-1, WORKERS_MAX + 1):
        with pytest.raises(WorkersUnusable):
            count_workers(AUDITOR, site=pit, counted_on=TODAY, workers=workers, at=AT)
    with pytest.raises(VisitInFuture):
        count_workers(AUDITOR, site=pit, counted_on=date(2026, 1, 6), workers=1, at=AT)
    with pytest.raises(NotFound):
        count_workers(AUDITOR, site="sit-0000000000000", counted_on=TODAY, workers=1, at=AT)
    with pytest.raises(Denied):
        count_workers(Actor("per-X", "org-X", frozenset({Role.OPERATOR})), site=pit, counted_on=TODAY, workers=1, at=AT)
    assert not Visit.objects.exists()


def test_unknown_question_future_visit_and_unstored_evidence_are_refused(pit: Identifier) -> None:
    facts = {"site": pit, "on_site": True, "at": AT}
    with pytest.raises(QuestionUnknown):
        record_visit(AUDITOR, observed_on=TODAY, answers={"weather": Answer.YES}, **facts)
    with pytest.raises(VisitInFuture):
        record_visit(AUDITOR, observed_on=date(2026, 1, 6), answers={}, **facts)
    with pytest.raises(NotFound):
        record_visit(AUDITOR, observed_on=TODAY, answers={}, evidence=("0" * 64,), **facts)
    assert not Visit.objects.exists()


def test_operator_may_not_record_visits(mine: Identifier, pit: Identifier) -> None:
    operator = Actor("per-O", mine, frozenset({Role.OPERATOR}))
    with pytest.raises(Denied):
        record_visit(operator, site=pit, observed_on=TODAY, on_site=True, answers={}, at=AT)
    assert not Visit.objects.exists()


def test_status_decision_expires_by_itself(pit: Identifier) -> None:
    staff = Actor("per-S", "org-SCHEME", frozenset({Role.SCHEME_STAFF}))
    decision = {"site": pit, "colour": Colour.GREEN, "authority": "Ministry of Mines", "at": AT}
    record_status(staff, decided_on=date(2025, 6, 1), **decision)
    assert queries.site_status(pit, TODAY).colour is Colour.GREEN
    assert queries.site_status(pit, date(2026, 6, 1)).colour is Colour.BLUE
    assert [span.colour for span in queries.status_history(pit, TODAY)] == ["green", "blue", "red"]
    assert {site: span.colour for site, span in queries.statuses_on(TODAY).items()} == {pit: Colour.GREEN}
    with pytest.raises(DecisionInFuture):
        record_status(staff, decided_on=date(2026, 2, 1), **decision)
    assert StatusDecision.objects.count() == 1


def test_person_refutes_a_flag_with_reasons_and_evidence(pit: Identifier) -> None:
    visit(pit, forced_labour=Answer.YES)
    flag = {"site": pit, "question": "forced_labour", "at": AT}
    with pytest.raises(ReasonsMissing):
        answer_flag(AUDITOR, confirmed=False, reasons="mistaken identity", **flag)
    with pytest.raises(ReasonsMissing):
        answer_flag(AUDITOR, confirmed=True, reasons=" ", **flag)
    with pytest.raises(QuestionUnknown):
        answer_flag(AUDITOR, confirmed=True, reasons="x", site=pit, question="weather", at=AT)
    assert not FlagAnswer.objects.exists()
    answer_flag(AUDITOR, confirmed=True, reasons="seen by two auditors", **flag)
    assert queries.site_risk(pit, TODAY).clear.is_no
    assert queries.flag_answers(pit)[0].confirmed


def test_refutation_with_evidence_takes_the_flag_away(pit: Identifier) -> None:
    visit(pit, forced_labour=Answer.YES)
    paper = b64encode(b"pay slips").decode()
    stored = store_evidence(Actor.system("test"), name="p.txt", media_type="text/plain", content_base64=paper, at=AT)
    answer_flag(
        AUDITOR,
        site=pit,
        question="forced_labour",
        confirmed=False,
        reasons="contracts and pay slips checked",
        evidence=(stored.id,),
        at=AT,
    )
    found = {each.question: each.found for each in queries.site_risk(pit, TODAY).readings}
    assert found["forced_labour"].is_no


def test_only_standing_flags_of_others_are_answered(mine: Identifier, pit: Identifier) -> None:
    flag = {"site": pit, "question": "mercury", "confirmed": True, "reasons": "x", "at": AT}
    with pytest.raises(NotFlagged):
        answer_flag(AUDITOR, **flag)
    with pytest.raises(OwnFlag):
        answer_flag(Actor("per-C", mine, frozenset({Role.CERTIFIER})), **flag)
    assert not FlagAnswer.objects.exists()


def test_private_visits_show_to_the_site_and_the_visitor_only(mine: Identifier, pit: Identifier) -> None:
    visit(pit, mercury=Answer.NO)
    assert queries.visits_of(pit) == []
    assert len(queries.visits_for(AUDITOR, pit)) == 1
    assert len(queries.visits_for(Actor("per-O", mine, frozenset({Role.OPERATOR})), pit)) == 1
    assert queries.visits_for(Actor("per-X", "org-OTHER", frozenset({Role.BUYER})), pit) == []
    assert queries.visits_for(Actor("per-X"), pit) == []


def test_imported_table_changes_nothing_the_second_time() -> None:
    text = written(COLUMNS, [ROW, ROW | {"vid": "8", "visit_date": "2025-06-01", "qualification": "Not class"}])
    first = import_visits(STEWARD, text=text, at=AT)
    assert (first.created, first.updated, first.unchanged, first.refused) == (3, 0, 0, 0)
    again = import_visits(STEWARD, text=text, at=AT)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 3, 0)
    assert DataImport.objects.count() == 1
    assert Record.objects.filter(action="diligence.import.ipis").count() == 2


def test_changed_row_is_updated_and_nothing_else() -> None:
    import_visits(STEWARD, text=written(COLUMNS, [ROW]), at=AT)
    outcome = import_visits(STEWARD, text=written(COLUMNS, [ROW | {"mercury": "1"}]), at=AT)
    assert outcome.by_kind["visits"].updated == 1
    assert outcome.by_kind["sites"].unchanged == 1
    site = Site.objects.get().pk
    assert queries.visits_of(site)[0].answers["mercury"] is Answer.YES
    assert len(queries.public_visits()) == 1
    assert set(queries.known_visits("ipis")) == {"7"}


def test_imported_site_has_dated_status_and_cited_flags() -> None:
    import_visits(STEWARD, text=written(COLUMNS, [ROW]), at=AT)
    site = Site.objects.get().pk
    risk = queries.site_risk(site, TODAY, public_only=True)
    assert queries.site_status(site, TODAY).colour is Colour.GREEN
    assert risk.clear.is_no
    flagged = next(finding for finding in risk.findings if finding.code == "diligence.risk.stop")
    assert "IPIS, visit 7 (childunder15)" in flagged.message


def test_cut_off_table_leaves_nothing_behind() -> None:
    text = written(COLUMNS, [ROW, ROW | {"vid": "8"}])
    with pytest.raises(BadTable):
        import_visits(STEWARD, text=text[:-120], at=AT)
    assert not Site.objects.exists()
    assert not Visit.objects.exists()
    assert not Record.objects.exists()


def test_only_stewards_import() -> None:
    with pytest.raises(Denied):
        import_visits(AUDITOR, text=written(COLUMNS, [ROW]), at=AT)
    assert not Site.objects.exists()
