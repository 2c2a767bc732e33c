"""Comparing two standards of the packs: honest where there is no table, and about what weakens one that there is."""

from datetime import date
from pathlib import Path

import pytest

from orepass.inclusion.recognition.queries import mapping_text
from orepass.inclusion.recognition.rules.comparing import Basis, Standing
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Refusal
from orepass.register.comparing import (
    LEVEL_TWO,
    NOT_THIRD,
    UNDECIDED,
    UNREAD,
    SameStandard,
    SideUnreadable,
    comparison,
    side,
)
from orepass.scheme import queries as scheme
from orepass.scheme.queries import STANDARDS_VARIABLE
from orepass.scheme.rules.load import PackMissing
from orepass.scheme.rules.model import StandardUnknown
from tests.recognition import Recognition

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)
ASM, CPS, CCS = (f"cera-4in1@2026.1:{code}" for code in ("ASM", "CPS", "CCS"))


def test_a_table_that_nobody_decided_on_says_so() -> None:
    found = comparison(ASM, CPS, DAY)
    assert found.basis is Basis.TABLE
    assert UNDECIDED in found.weakest
    assert found.match is not None
    assert found.table is not None
    assert {row.standing for row in found.rows} <= {Standing.COVERED, Standing.PARTLY, Standing.TOUCHES, Standing.OPEN}


def test_every_requirement_of_the_second_standard_stands_somewhere_once() -> None:
    found = comparison(ASM, CPS, DAY, language="fr")
    standard = scheme.pack("cera-4in1@2026.1").standard("CPS")
    assert [row.id for row in found.rows] == [each.id for each in standard.requirements]
    assert sum(found.counts.values()) == len(standard.requirements)
    assert all(row.statement and row.subject_title for row in found.rows)


def test_without_a_table_nothing_is_covered_and_all_is_still_asked() -> None:
    found = comparison(CPS, CCS, DAY, size="small")
    assert (found.basis, found.table, found.match, found.weakest) == (Basis.TOPICS, None, None, ())
    assert found.counts[Standing.COVERED] == found.counts[Standing.PARTLY] == 0
    assert f"{len(found.rows)} open of 30 minutes each" in found.effort.explanation[0]
    assert not found.effort.confirmed


def test_comparison_goes_one_way() -> None:
    there, back = comparison(ASM, CPS, DAY), comparison(CPS, ASM, DAY)
    assert there.basis is Basis.TABLE
    assert back.basis is Basis.TOPICS
    assert [row.id for row in there.rows] != [row.id for row in back.rows]


def test_a_decision_in_force_goes_before_the_table_it_was_made_from() -> None:
    world = Recognition()
    card = world.decided(mapping_text("asm-to-cps"))
    found = comparison(ASM, CPS, world.today)
    assert found.basis is Basis.AGREEMENT
    assert found.table is not None
    assert found.table.agreement == card.id
    assert UNDECIDED not in found.weakest


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", SideUnreadable),
        ("CPS", SideUnreadable),
        ("../x:CPS", SideUnreadable),
        ("cera-4in1:", SideUnreadable),
        ("nothing:CPS", PackMissing),
        ("cera-4in1:NOPE", StandardUnknown),
        (ASM, SameStandard),
        ("cera-4in1:ASM", SameStandard),
    ],
)
def test_what_is_no_other_standard_is_refused(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        comparison(ASM, text, DAY)
    assert refused.value.way_out


def test_a_size_that_the_estimate_does_not_know_is_refused() -> None:
    with pytest.raises(InputRefused):
        comparison(ASM, CPS, DAY, size="huge")


def test_a_pack_may_be_named_without_its_edition() -> None:
    pack, code = side("cera-4in1:CPS")
    assert (pack.scheme, code) == ("cera-4in1", "CPS")


def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    """Put the packs and one table on a shelf of their own."""
    root = scheme.standards_root()
    (tmp_path / "cera-4in1").symlink_to(root / "cera-4in1")
    (tmp_path / "recognition").mkdir()
    (tmp_path / "recognition" / "table.yaml").write_text(table, encoding="utf-8")
    monkeypatch.setenv(STANDARDS_VARIABLE, str(tmp_path))


def test_a_table_of_other_editions_is_named_and_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = mapping_text("asm-to-cps").replace('edition: "2026.1"', 'edition: "2020.1"', 1)
    shelf(tmp_path, monkeypatch, older)
    found = comparison(ASM, CPS, DAY)
    assert found.basis is Basis.TOPICS
    assert [(other.theirs, other.ours) for other in found.other_tables] == [
        ("cera-4in1@2020.1 ASM", "cera-4in1@2026.1 CPS")
    ]


def test_what_weakens_a_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = mapping_text("asm-to-cps")
    weak = "\n".join(line for line in text.splitlines() if not line.startswith("assurance:"))
    for before, after in (
        ("verified: true", "verified: false"),
        ("level: 1", "level: 2"),
        ("party: third", "party: second"),
    ):
        assert before in weak
        weak = weak.replace(before, after, 1)
    shelf(tmp_path, monkeypatch, weak)
    found = comparison(ASM, CPS, DAY)
    assert {UNDECIDED, UNREAD, LEVEL_TWO, NOT_THIRD} < set(found.weakest)
    assert found.counts[Standing.COVERED] == 0


def test_a_broken_table_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path, monkeypatch, mapping_text("asm-to-cps").replace("CPS.S.security.C1", "CPS.S.security.C99"))
    assert comparison(ASM, CPS, DAY).basis is Basis.TOPICS
