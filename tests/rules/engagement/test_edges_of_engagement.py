"""What the rules of engagement say at each edge: the reason told is the one that decided, and only that one."""

from datetime import date

import pytest

from orepass.engagement.rules import receipt
from orepass.engagement.rules.clocks import appeal_clock, decision_clock
from orepass.engagement.rules.consultation import Audience, Method, Round, Trial, closing_findings, final_findings
from orepass.engagement.rules.panel import panel_findings
from orepass.engagement.rules.pathway import next_of, pathway_findings
from orepass.engagement.rules.terms import Terms, terms_from
from orepass.kernel.calculator import calculate
from orepass.kernel.verdict import Unknown, no, unknown, yes
from orepass.register import rulebook

TOLD = """\
complaint-acknowledge-by | received_on=2025-01-10 | 2025-01-17 | 2025-01-10 plus 7 days, the last one included.
complaint-conclude-by | received_on=2025-01-10 | 2025-03-11 | 2025-01-10 plus 60 days
appeal-file-by | told_on=2025-01-31 | 2025-02-28 | The appeal is due 1 months after 2025-01-31
appeal-file-by | told_on=2025-01-10 days=0 | 2025-01-10 | The appeal is due 0 days after 2025-01-10.
appeal-file-by | told_on=2025-01-10 months=0 | 2025-01-10 | The appeal is due 0 months after 2025-01-10
appeal-decide-by | filed_on=2025-01-10 | 2025-02-10 | The decision is due 1 months after 2025-01-10
appeal-decide-by | filed_on=2025-01-10 days=5 | 2025-01-15 | The decision is due 5 days after 2025-01-10.
appeal-in-time | told_on=2025-01-10 filed_on=2025-01-10 days=0 | True | Filed on 2025-01-10; the last day was 2025-01-10
appeal-in-time | told_on=2025-01-10 filed_on=2025-02-10 | True | Filed on 2025-02-10; the last day was 2025-02-10.
appeal-in-time | told_on=2025-01-10 filed_on=2025-02-11 | False | Filed on 2025-02-11; the last day was 2025-02-10.
appeal-stays | stays_decision=true | True | The pack says that it does.
appeal-stays | stays_decision=false | False | It does not, unless the pack says so.
consultation-round | wanted=4/120 reached=4/120 | True | Breadth: 4 groups. Depth: 120 people.
consultation-round | wanted=4/120 reached=3/121 | False | 3 of 4 groups were heard.
consultation-round | wanted=4/120 reached=5/119 | False | 119 of 120 people were heard.
consultation-round | wanted=0/1 reached=1/1 | False | no goals
consultation-round | wanted=1/0 reached=1/1 | False | no goals
consultation-round | unanswered=1 | False | 1 comments have no answer.
consultation-round | documents=1 | False | The round has no terms of reference.
consultation-round | documents=0 | False | The round has no public summary. The round has no terms of reference.
consultation-round | methods=written,internet | False | by internet or in writing alone
consultation-round | methods=written,telephone | True | Breadth: 1 groups.
consultation-round | methods=face_to_face,telephone,written,internet | True | Breadth: 1 groups.
consultation-round | audience=public methods=internet local_language=false | True | Breadth: 1 groups.
consultation-round | local_language=false | False | not asked in their own language
consultation-reach | groups=0 people=0 | 0/0 | Consultation: largely top-down. Breadth: 0 groups. Depth: 0 people.
consultation-reach | groups=4 people=120 kind=participation | 4/120 | Participation: bottom-up. Breadth: 4 groups.
standard-final | settings=north,south last_pilot_on=2025-01-10 final_on=2025-01-10 | True | Tried, answered and dated in
standard-final | settings=north,south last_pilot_on=2025-01-10 final_on=2025-01-09 | False | dated 2025-01-09, before th
standard-final | settings=north,North last_pilot_on=2025-01-10 final_on=2025-01-11 | False | tried in 1 different settin
standard-final | settings=north last_pilot_on=2025-01-10 final_on=2025-01-11 settings_min=1 | True | Tried, answered
standard-final | settings=a,b last_pilot_on=2025-01-10 final_on=2025-01-11 unanswered=1 | False | 1 comments have no ans
panel-impartial | panel=a,b,c | True | 3 members, none of them involved or tied.
panel-impartial | panel=a,b,b | False | 2 of 3 members.
panel-impartial | panel=a,b,c involved=b tied=c | False | b worked on the file. c is tied to the client.
panel-impartial | panel=a wanted=1 involved=b tied=c | True | 1 members, none of them
review-composed | artisanal_experts=1 dated=true changes_listed=true | True | has a day. Its changes are listed.
review-composed | artisanal_experts=0 dated=true changes_listed=true | False | Experts on artisanal mining: 0.
review-composed | artisanal_experts=1 dated=false changes_listed=true | False | The review has no day.
review-composed | artisanal_experts=1 dated=true changes_listed=false | False | Its changes are not listed.
system-change | miner_inputs=1 | heard | 1 inputs of miners, filed under gaps, costs, audit_way.
system-change | miner_inputs=0 | warning | 0 inputs of miners
pilot-grants | pilot_audits=9 | False | 9 pilot audits and 0 regular ones; only the latter count.
pilot-grants | pilot_audits=0 regular_audits=1 | True | 0 pilot audits and 1 regular ones
task-force-may-close | done=participation,surveys,trials,suitability | True | All four outputs are done.
task-force-may-close | done=participation,surveys,trials | False | Missing: suitability.
task-force-may-close | done=participation,surveys,trials,suitability criteria_named=false | False | does not name the cr
barriers | reasons=system,institutions,system | 2/1 | System: 2. Institutions: 1.
peer-variant | kept=transparency,shared_duty,open_books,peer_review | True | It keeps all four.
peer-variant | kept=transparency,shared_duty,peer_review | False | It drops: open_books.
peer-may-review | reviewer=Ada owner=ada | False | Nobody reviews their own plot.
peer-may-review | reviewer=Bo owner=ada | True | It is somebody else's plot.
incident-next | | logged | Step 1 of 11.
incident-next | taken=logged | allegation_read | Step 2 of 11.
incident-next | pathway=a,b taken=a | b | Step 2 of 2.
incident-next | pathway=a,b taken=a,b |  | All 2 steps are taken.
incident-next | pathway=a,b taken=a,a | b | Step 2 of 2.
"""
"""One line for each example: the rule, what is asked, the answer, and a part of what is said about it."""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_the_reason_told_is_the_one_that_decided(line: str) -> None:
    assert rulebook.MODULES
    name, asked, value, words = (part.strip() for part in line.split("|"))
    found = calculate(name, dict(pair.split("=") for pair in asked.split()))
    assert str(found.value) == value
    said = " ".join(found.explanation)
    assert words in said
    assert "None" not in said


DAY = date(2025, 1, 10)


def test_each_document_of_a_round_is_missed_by_its_name() -> None:
    told = {number: calculate("consultation-round", {"documents": str(number)}).explanation for number in (0, 1, 2)}
    summary, terms = "The round has no public summary.", "The round has no terms of reference."
    assert (told[0], told[1]) == ((summary, terms), (terms,))
    assert told[2] == ("Breadth: 1 groups. Depth: 1 people. The two are never added.",)


def test_working_days_come_before_days_and_days_before_months() -> None:
    every = Terms(
        appeal_working_days=1, appeal_days=3, appeal_months=2, appeal_decision_days=4, appeal_decision_months=2
    )
    assert (appeal_clock(every, DAY).value, decision_clock(every, DAY).value) == (date(2025, 1, 13), date(2025, 1, 14))
    days = Terms(appeal_days=0, appeal_months=2, appeal_decision_days=0, appeal_decision_months=2)
    assert (appeal_clock(days, DAY).value, decision_clock(days, DAY).value) == (DAY, DAY)
    months = Terms(appeal_months=2, appeal_decision_months=3)
    assert (appeal_clock(months, DAY).value, decision_clock(months, DAY).value) == (
        date(2025, 3, 10),
        date(2025, 4, 10),
    )
    silent = Terms()
    assert (appeal_clock(silent, DAY).value, decision_clock(silent, DAY).value) == (
        date(2025, 2, 10),
        date(2025, 2, 10),
    )


def test_the_numbers_come_from_the_pack_and_a_pathway_from_its_list() -> None:
    given = terms_from(
        {"lifecycle.appeal_days": 21, "separation.appeal_panel_min": 5, "lifecycle.complaint_pathway": ["a", "b"]}
    )
    assert (given.appeal_days, given.panel_min, given.pathway, given.acknowledge_days) == (21, 5, "a,b", 7)
    assert terms_from({"lifecycle.complaint_pathway": "a,b"}).pathway == "a,b"


def test_a_panel_is_told_everything_against_each_member_once() -> None:
    ties = {"ada": no(), "bo": yes("brother"), "cy": unknown(Unknown.MISSING, "a share")}
    found = panel_findings(["ada", "bo", "ada", "cy", "dee"], involved={"ada"}, ties=ties, wanted=5)
    assert [(each.code.rpartition(".")[2], each.where, each.params.get("reason")) for each in found] == [
        ("overlap", "ada", None),
        ("tied", "bo", "brother"),
        ("twice", "ada", None),
        ("undeclared", "cy", "a share"),
        ("undeclared", "dee", "nothing was declared"),
        ("too_few", "panel", None),
    ]
    assert found[-1].params == {"count": "4", "wanted": "5"}
    assert panel_findings(["ada"], involved=(), ties=ties, wanted=1) == []


def test_a_step_may_be_taken_again_but_none_before_its_turn() -> None:
    pathway = ("a", "b", "c")
    assert [next_of(pathway, taken) for taken in ((), ("a",), ("a", "b", "c"))] == ["a", "b", ""]
    assert pathway_findings(pathway, ("a",), "b") == []
    assert pathway_findings(pathway, ("a",), "a") == []
    (early,) = pathway_findings(pathway, ("a",), "c")
    assert (early.code, early.params) == ("engagement.pathway.out_of_order", {"step": "c", "next": "b"})
    (stray,) = pathway_findings(pathway, ("a", "b", "c"), "d")
    assert (stray.code, stray.params) == ("engagement.pathway.unknown_step", {"step": "d", "next": "—"})


def test_a_final_text_waits_for_the_last_of_its_pilots() -> None:
    trials = [Trial(setting="north", ended_on=date(2025, 3, 1)), Trial(setting=" South ", ended_on=date(2025, 2, 1))]
    assert final_findings(trials=trials, unanswered=0, final_on=date(2025, 3, 1)) == []
    (early,) = final_findings(trials=trials, unanswered=0, final_on=date(2025, 2, 28))
    assert early.params == {"final_on": "2025-02-28", "ended_on": "2025-03-01"}
    blank = [*trials[:1], Trial(setting=" ", ended_on=date(2025, 1, 1))]
    (few,) = final_findings(trials=blank, unanswered=0, final_on=date(2025, 3, 1))
    assert few.params == {"count": "1", "wanted": "2"}
    (none,) = final_findings(trials=(), unanswered=0, final_on=date(2025, 3, 1))
    assert none.params == {"count": "0", "wanted": "2"}


def test_each_shortfall_of_a_round_is_told_where_it_is() -> None:
    asked = Round(
        audience=Audience.PRODUCERS,
        methods=(Method.FACE_TO_FACE, Method.INTERNET),
        local_language=True,
        wanted_groups=2,
        wanted_people=9,
        has_summary=True,
        has_terms=True,
    )
    assert [(each.where, each.params["reached"], each.params["wanted"]) for each in closing_findings(asked)] == [
        ("groups", "0", "2"),
        ("people", "0", "9"),
    ]


@pytest.mark.parametrize(
    ("bits", "secret"),
    [
        (0, "0000-0000-0000-0000"),
        (1, "0000-0000-0000-0001"),
        (31, "0000-0000-0000-000Z"),
        (32, "0000-0000-0000-0010"),
        (1 << 79, "G000-0000-0000-0000"),
        ((1 << 80) - 1, "ZZZZ-ZZZZ-ZZZZ-ZZZZ"),
    ],
)
def test_a_secret_holds_every_one_of_its_eighty_bits(monkeypatch: pytest.MonkeyPatch, bits: int, secret: str) -> None:
    asked: list[int] = []

    def drawn(number: int) -> int:
        asked.append(number)
        return bits

    monkeypatch.setattr(receipt, "random_bits", drawn)
    assert (receipt.new_secret(), asked) == (secret, [80])


def test_a_secret_is_known_again_however_it_was_written_down() -> None:
    written = "10AB-CDEF-GHJK-MNPQ"
    for same in ("10abcdefghjkmnpq", " IOAB CDEF GHJK MNPQ ", "l0ab-cdef-ghjk-mnpq"):
        assert receipt.hash_of(same) == receipt.hash_of(written)
    assert receipt.hash_of("10AB-CDEF-GHJK-MNPR") != receipt.hash_of(written)
    assert len(receipt.hash_of(written)) == 64
