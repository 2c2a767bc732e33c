"""Whatever the other scheme, its certificate and the agreement say: recognition never gives more than was shown."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from orepass.inclusion.recognition.rules.claim import Asked, Ground, Line, Shown, lines
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.inclusion.recognition.rules.mapping import Basis, Mapping, Pair, Side
from orepass.inclusion.recognition.rules.matching import recognises

RATINGS = ("none", "partial", "substantial", "full")
NAMES = ("R1", "R2", "R3", "R4")
DAY = date(2026, 3, 1)
EVIDENCE = ("document", "photo", "oral")

pairs = st.builds(
    Pair,
    theirs=st.sampled_from(NAMES),
    ours=st.sampled_from(NAMES),
    relation=st.sampled_from(["equal", "broader", "narrower", "overlaps"]),
    coverage=st.decimals(Decimal("0.01"), Decimal(1), places=2),
    obligation=st.sampled_from(["must", "should", "optional"]),
    evidence=st.sampled_from(EVIDENCE),
    result=st.none() | st.sampled_from(RATINGS),
)


def side(scheme: str) -> Side:
    return Side(scheme=scheme, edition="1", standard="S", title=scheme, requirements=dict.fromkeys(NAMES, "x"))


mappings = st.builds(
    Mapping,
    format=st.just(1),
    title=st.just("t"),
    theirs=st.just(side("theirs")),
    ours=st.just(side("ours")),
    level=st.sampled_from([1, 2]),
    pass_result=st.none() | st.sampled_from(RATINGS),
    min_result=st.sampled_from(RATINGS),
    basis=st.just(Basis(title="t", verified=True)),
    exclusions=st.lists(st.sampled_from(NAMES), max_size=1),
    pairs=st.lists(pairs, min_size=1, max_size=8),
)
certificates = st.builds(
    Shown,
    status=st.sampled_from(["active", "suspended", "withdrawn", "expired", "unknown"]),
    covers=st.booleans(),
    audited_on=st.dates(DAY - timedelta(days=500), DAY + timedelta(days=10)),
    checked_on=st.none() | st.dates(DAY - timedelta(days=200), DAY + timedelta(days=10)),
    party=st.sampled_from(["first", "second", "unaccredited", "third"]),
    results=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(RATINGS)),
    credited_there=st.frozensets(st.sampled_from(NAMES), max_size=2),
)
grounds = st.builds(
    Ground,
    agreed=mappings,
    assurance=st.sampled_from(["none", "partial", "full"]),
    use=st.sampled_from(["not_yet", "in_force", "grace", "lapsed", "suspended"]),
    shown=certificates,
    on=st.just(DAY),
)
requirements = st.lists(
    st.builds(
        Asked,
        requirement=st.sampled_from(NAMES),
        critical=st.booleans(),
        phase=st.sampled_from(["commitment", "monitoring"]),
        accepts=st.sets(st.sampled_from(EVIDENCE), min_size=1).map(tuple),
        weight=st.integers(1, 9).map(Decimal),
    ),
    min_size=1,
    max_size=4,
)


def guaranteed(ground: Ground, line: Line) -> str | None:
    """Return the best result behind any line that leads from theirs to ours."""
    found = [
        ground.shown.results.get(pair.theirs) or pair.result or ground.agreed.pass_result
        for pair in ground.agreed.pairs
        if (pair.theirs, pair.ours) == (line.theirs, line.requirement)
    ]
    return max((rated for rated in found if rated), key=RATINGS.index, default=None)


@given(grounds, requirements)
def test_recognition_never_raises_a_result_above_its_evidence(ground: Ground, asked: list[Asked]) -> None:
    for line in lines(ground, asked):
        if line.rating:
            behind = guaranteed(ground, line)
            assert behind is not None
            assert RATINGS.index(line.rating) <= RATINGS.index(behind)
            assert RATINGS.index(line.rating) >= RATINGS.index(ground.agreed.min_result)


@given(grounds, requirements)
def test_a_credit_needs_everything_at_once(ground: Ground, asked: list[Asked]) -> None:
    for line in lines(ground, asked):
        if line.credit is Credit.CREDITED:
            shown = ground.shown
            assert (shown.status, shown.covers, shown.party) == ("active", True, "third")
            assert shown.checked_on is not None
            assert shown.checked_on <= DAY
            assert ground.use in {"in_force", "grace"}
            assert ground.assurance == "full"
            assert line.theirs not in shown.credited_there
            assert line.requirement not in ground.agreed.exclusions
            assert line.coverage >= Decimal("0.9")


@given(grounds, requirements)
def test_unknown_never_grants(ground: Ground, asked: list[Asked]) -> None:
    """Forget one thing after the other: nothing is credited that was not credited before, and nothing on a guess."""
    for unknown in (
        replace(ground.shown, status="unknown"),
        replace(ground.shown, checked_on=None),
        replace(ground.shown, covers=False),
        replace(ground.shown, party="unaccredited"),
    ):
        forgotten = Ground(
            agreed=ground.agreed, assurance=ground.assurance, use=ground.use, shown=unknown, on=ground.on
        )
        assert all(line.credit is not Credit.CREDITED for line in lines(forgotten, asked))


@given(st.sets(st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")), max_size=16))
def test_recognition_is_never_transitive(agreements: set[tuple[str, str]]) -> None:
    for by in "ABCD":
        for of in "ABCD":
            assert recognises(agreements, by=by, of=of) == ((of, by) in agreements)


@given(grounds, requirements)
def test_what_was_credited_there_is_never_credited_again(ground: Ground, asked: list[Asked]) -> None:
    """However long the chain of schemes: only what a scheme saw for itself goes on, so circles create nothing."""
    everything = replace(ground.shown, credited_there=frozenset(NAMES))
    second_hand = replace(ground, assurance="full", use="in_force", shown=everything)
    assert all(line.credit is Credit.GAP and not line.rating for line in lines(second_hand, asked))
