"""Composition of every lot by class on a graph of about 10⁵ edges, against networkx; equal results, ratio printed.

Run it with ``python -m benchmarks.custody_composition [BAGS]``. The chain mixes and splits as real ones do (bags,
traders, smelters, splits, refiners, products); loading is outside the measured time on both sides.
"""

import json
import random
import sys
import time
from typing import Any

import networkx as nx
import numpy as np

from orepass.custody.rules import lineage
from orepass.custody.rules.graph import Making, Source, Use

BAGS = 55_000
CLASSES = 16
WORST_ALLOWED = 1e-12
STAGES = ((40, 1), (1, 3), (15, 1), (1, 8), (30, 2), (1, 12), (8, 2), (1, 5), (6, 2), (4, 4), (1, 6), (4, 3), (2, 2))
"""Mean inputs and outputs of a step, stage by stage."""


def journal(bags: int = BAGS) -> tuple[list[Use], list[Making]]:
    """Return the uses and beginnings of a chain that starts with so many bags."""
    chance = random.Random(17)  # noqa: S311 - reproducible
    sources = [Source(f"mine-{number}", f"class-{number % CLASSES}") for number in range(300)]
    makings = [
        Making(bag, 50_000_000 + chance.randrange(10_000_000), source=sources[min(int(chance.paretovariate(0.8)), 299)])
        for bag in range(bags)
    ]
    uses: list[Use] = []
    pool = [(making.lot, making.weight or 1) for making in makings]
    lot = step = bags
    for mean_in, outs in STAGES:
        chance.shuffle(pool)
        nxt = []
        while pool:
            step += 1
            taken = [pool.pop() for _ in range(min(len(pool), max(1, round(chance.gauss(mean_in, mean_in / 4)))))]
            uses += [Use(step, used, weight) for used, weight in taken]
            total = sum(weight for _, weight in taken)
            for _ in range(outs):
                lot += 1
                makings.append(Making(lot, total // outs, step=step))
                nxt.append((lot, total // outs))
        pool = nxt[: 2 * bags] if len(nxt) > 2 * bags else nxt
    return uses, makings


def with_networkx(uses: list[Use], makings: list[Making]) -> tuple[dict[Any, Any], float]:
    """Propagate NumPy rows over the flattened graph, lot to lot, in topological order."""
    inputs: dict[Any, list[tuple[Any, int]]] = {}
    for use in uses:
        inputs.setdefault(use.step, []).append((use.lot, use.weight or 0))
    graph = nx.DiGraph()
    base = {}
    for making in makings:
        if making.source:
            row = np.zeros(CLASSES)
            row[int(making.source.claim_class.rpartition("-")[2])] = 1
            base[making.lot] = row
            graph.add_node(making.lot)
        else:
            total = sum(weight for _, weight in inputs[making.step])
            for lot, weight in inputs[making.step]:
                graph.add_edge(lot, making.lot, share=weight / total)
    began = time.perf_counter()
    rows = {}
    for lot in nx.topological_sort(graph):
        row = base.get(lot)
        if row is None:
            row = np.zeros(CLASSES)
            for before, _, share in graph.in_edges(lot, data="share"):
                row = row + share * rows[before]
        rows[lot] = row
    return rows | {"edges": graph.number_of_edges()}, time.perf_counter() - began


def measure(bags: int = BAGS, repeats: int = 3) -> list[dict[str, Any]]:
    """Compare both, row by row."""
    uses, makings = journal(bags)
    arrays = lineage.build(uses, makings)
    _, base = lineage.by_column(arrays, lambda source: source.claim_class if source else "unknown")
    names, _ = lineage.by_column(arrays, lambda source: source.claim_class if source else "unknown")
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        shares = lineage.forward(arrays, base)
        times.append(time.perf_counter() - began)
    ours = sorted(times)[len(times) // 2]
    began = time.perf_counter()
    lineage.build(uses, makings)
    building = time.perf_counter() - began
    rows, theirs = with_networkx(uses, makings)
    edges = rows.pop("edges")
    columns = [names.index(f"class-{number}") for number in range(CLASSES)]
    worst = max(float(np.abs(shares[arrays.row_of[lot]][columns] - row).max()) for lot, row in rows.items())
    assert worst < WORST_ALLOWED, worst
    return [
        {
            "question": "composition",
            "size": edges,
            "hyper_edges": len(uses),
            "rows": arrays.rows,
            "ours_s": round(ours, 4),
            "building_s": round(building, 3),
            "peer": "networkx",
            "peer_s": round(theirs, 3),
            "ratio": round(theirs / ours, 1),
            "worst_difference": worst,
        }
    ]


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else BAGS)
    sys.stdout.write(json.dumps({"results": found}, indent=2) + "\n")
