"""Why a line of a claim is worth what it is: the links that limit it, the certificate, and no other reason."""

from datetime import date
from decimal import Decimal

from orepass.inclusion.recognition.rules.claim import Asked, Ground, Line, Shown, lines, match_of
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.inclusion.recognition.rules.mapping import Basis, Mapping, Pair, Side, check_mapping
from orepass.scheme.rules.yamltext import Reading

DAY = date(2026, 3, 1)
THEIRS = Side(scheme="theirs", edition="1", standard="T", title="Theirs", requirements={"T1": "One", "T2": "Two"})
OURS = Side(scheme="ours", edition="1", standard="O", title="Ours", requirements={"O1": "One", "O2": "Two"})


def agreed(*, exclusions: tuple[str, ...] = (), relation: str = "equal", level: int = 1) -> Mapping:
    pair = Pair(theirs="T1", ours="O1", relation=relation, coverage=Decimal(1), evidence="document")  # type: ignore[arg-type]
    return Mapping(
        format=1,
        title="T to O",
        theirs=THEIRS,
        ours=OURS,
        level=level,  # type: ignore[arg-type]
        exclusions=list(exclusions),
        basis=Basis(title="test", verified=True),
        pairs=[pair],
    )


def line(mapping: Mapping, *, status: str = "active", party: str = "third", use: str = "in_force") -> Line:
    shown = Shown(
        status=status,
        covers=True,
        audited_on=date(2026, 1, 10),
        checked_on=DAY,
        party=party,
        results={"T1": "full"},
    )
    asked = Asked(requirement="O1", critical=False, phase="monitoring", accepts=("document",))
    ground = Ground(agreed=mapping, assurance="full", use=use, shown=shown, on=DAY)
    return lines(ground, [asked])[0]


def test_only_the_links_that_limit_a_credit_are_told() -> None:
    whole = line(agreed())
    assert whole.why == (
        "Credited: it is not audited again.",
        "Theirs is equal and covers 1 of ours, at least 9/10.",
    )
    part = line(agreed(relation="narrower", level=2), party="second")
    assert part.credit is Credit.PARTLY
    assert part.why == (
        "Credited in part (mapping, level, verification): only the rest is audited.",
        "Theirs is narrower and does not cover ours; the rest is a gap.",
        "Level 2: only the standard is recognised; its use is still tested here.",
        "Only a second-party verification stands behind it.",
    )
    level = line(agreed(level=2))
    assert level.why == (
        "Credited in part (level): only the rest is audited.",
        "Level 2: only the standard is recognised; its use is still tested here.",
    )


def test_why_a_certificate_does_not_count_is_told_and_that_it_counts_is_not() -> None:
    assert "It is suspended there: the credit is on hold here." in line(agreed(), status="suspended").why
    assert "The agreement itself is suspended: the credit is on hold." in line(agreed(), use="suspended").why
    assert "The agreement is not in force on 2026-03-01." in line(agreed(), use="lapsed").why
    assert not [words for words in line(agreed()).why if "certificate" in words.lower() or "agreement" in words]


def test_what_an_agreement_leaves_out_is_looked_for_among_our_requirements() -> None:
    reading = Reading(None, {}, [])
    for name, codes in (("O2", []), ("T2", ["recognition.mapping.requirement_unknown"])):
        found = check_mapping(agreed(exclusions=(name,)), {}, reading)
        assert [finding.code for finding in found] == codes
        assert [finding.params["standard"] for finding in found] == ["ours@1 O"] * len(codes)


def test_a_match_counts_by_weight_and_tells_critical_misses_apart() -> None:
    found = [
        Line(requirement="a", critical=False, credit=Credit.CREDITED, coverage=Decimal(1), weight=Decimal(3)),
        Line(requirement="b", critical=True, credit=Credit.PARTLY, coverage=Decimal("0.5"), weight=Decimal(1)),
        Line(requirement="c", critical=False, credit=Credit.GAP),
    ]
    match = match_of(found)
    assert (match.index.share, match.covered, match.gaps, match.critical_misses) == ("7/10", ("a",), ("b", "c"), ("b",))
    assert not match.equivalent
    assert match_of(found[:1]).equivalent
    assert not match_of([]).equivalent
