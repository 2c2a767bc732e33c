"""Composition conserves mass, agrees with an independent graph library, and does not depend on how it is computed."""

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.rules import lineage
from orepass.custody.rules.graph import Making, Source, Use

SOURCES = [Source(f"mine-{number}", "certified" if number % 2 else "uncertified") for number in range(4)]


@st.composite
def journals(draw: st.DrawFn) -> tuple[list[Use], list[Making]]:
    """Some lots begin at mines, others come out of steps that use earlier lots; some are never explained."""
    uses: list[Use] = []
    makings: list[Making] = []
    lots = draw(st.integers(2, 6))
    makings += [
        Making(lot, draw(st.integers(1, 1000)), source=draw(st.sampled_from(SOURCES)))
        for lot in range(lots)
        if draw(st.integers(0, 9))
    ]
    for step in range(draw(st.integers(0, 8))):
        inputs = draw(st.lists(st.integers(0, lots - 1), min_size=1, max_size=4, unique=True))
        uses += [Use(step, lot, draw(st.integers(1, 1000))) for lot in inputs]
        for _ in range(draw(st.integers(1, 3))):
            makings.append(Making(lots, draw(st.integers(1, 1000)), step=step))
            lots += 1
    return uses, makings


def oracle(uses: list[Use], makings: list[Making]) -> dict[int, dict[Source | None, Fraction]]:
    """Walk a networkx graph in topological order with fractions: slow, plain, and written from the definition."""
    graph = nx.DiGraph()
    origin = {making.lot: making.source for making in makings if making.source}
    for use in uses:
        graph.add_edge(("lot", use.lot), ("step", use.step), weight=use.weight)
    for making in makings:
        if making.step is not None:
            graph.add_edge(("step", making.step), ("lot", making.lot), weight=1)
        graph.add_node(("lot", making.lot))
    shares: dict[tuple[str, int], dict[Source | None, Fraction]] = {}
    for node in nx.topological_sort(graph):
        before = list(graph.in_edges(node, data="weight"))
        total = sum(weight for _, _, weight in before)
        found: dict[Source | None, Fraction] = {}
        for maker, _, weight in before:
            for source, share in shares[maker].items():
                found[source] = found.get(source, Fraction(0)) + share * Fraction(weight, total)
        shares[node] = found or {origin.get(node[1]): Fraction(1)}
    return {number: found for (kind, number), found in shares.items() if kind == "lot"}


@given(journals())
def test_every_lot_has_the_shares_that_the_graph_library_finds(journal: tuple[list[Use], list[Making]]) -> None:
    arrays = lineage.build(*journal)
    for lot, expected in oracle(*journal).items():
        assert lineage.exact(arrays, arrays.row_of[lot]) == expected


@given(journals())
def test_shares_sum_to_one_exactly_and_rows_within_the_bound(journal: tuple[list[Use], list[Making]]) -> None:
    arrays = lineage.build(*journal)
    names, base = lineage.by_column(arrays, lambda source: source.claim_class if source else "unknown")
    shares = lineage.forward(arrays, base)
    assert np.allclose(shares.sum(axis=1), 1.0, atol=1e-12)
    for row in set(arrays.row_of.values()):
        exact = lineage.exact(arrays, row)
        assert sum(exact.values()) == 1
        for column, name in enumerate(names):
            whole = sum(
                (part for source, part in exact.items() if (source.claim_class if source else "unknown") == name),
                Fraction(0),
            )
            assert shares[row, column] == pytest.approx(float(whole), abs=1e-12)


@given(journals(), st.randoms(use_true_random=False))
def test_order_in_which_events_arrive_does_not_matter(journal: tuple[list[Use], list[Making]], chance: object) -> None:
    uses, makings = journal
    shuffled = list(uses), list(makings)
    for part in shuffled:
        chance.shuffle(part)  # type: ignore[attr-defined]
    first, second = lineage.build(uses, makings), lineage.build(*shuffled)
    for lot in first.row_of:
        assert lineage.exact(first, first.row_of[lot]) == lineage.exact(second, second.row_of[lot])


@given(journals(), st.integers(0, 3))
def test_recall_reaches_exactly_the_descendants(journal: tuple[list[Use], list[Making]], suspect: int) -> None:
    uses, makings = journal
    graph = nx.DiGraph()
    graph.add_node(("lot", suspect))
    for use in uses:
        graph.add_edge(("lot", use.lot), ("step", use.step))
    for making in makings:
        if making.step is not None:
            graph.add_edge(("step", making.step), ("lot", making.lot))
    expected = {number for kind, number in nx.descendants(graph, ("lot", suspect)) if kind == "lot"} | {suspect}
    assert lineage.affected(uses, makings, [suspect]) == expected


def test_a_step_with_one_input_shares_its_row_and_a_loop_is_unsettled_not_endless() -> None:
    makings = [Making(0, 10, source=SOURCES[0]), Making(1, 10, step=0), Making(2, 5, step=1), Making(3, 5, step=2)]
    uses = [Use(0, 0, 10), Use(1, 3, 5), Use(2, 2, 5)]
    arrays = lineage.build(uses, makings)
    assert arrays.row_of[1] == arrays.row_of[0]
    assert set(arrays.unsettled) == {2, 3}
    assert lineage.exact(arrays, arrays.row_of[2]) == {None: 1}


def test_blend_with_an_unknown_weight_is_an_unknown_mixture() -> None:
    makings = [Making(0, 1, source=SOURCES[0]), Making(1, 1, source=SOURCES[1]), Making(2, 1, step=0)]
    arrays = lineage.build([Use(0, 0, 1), Use(0, 1, None)], makings)
    assert lineage.exact(arrays, arrays.row_of[2]) == {None: 1}


def test_lot_that_began_twice_is_the_blend_of_both() -> None:
    makings = [Making(0, 30, source=SOURCES[0]), Making(0, 10, source=SOURCES[1])]
    arrays = lineage.build([], makings)
    assert lineage.exact(arrays, arrays.row_of[0]) == {SOURCES[0]: Fraction(3, 4), SOURCES[1]: Fraction(1, 4)}
