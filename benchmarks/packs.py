"""How long every pack takes to be loaded, checked and tried, and how long one worked case takes.

Run it with ``python -m benchmarks.packs``. Bars: all packs and scheme-neutral cases under five seconds, one case under
50 milliseconds. There is no peer: nobody else reads this format.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from orepass.register import rulebook
from orepass.scheme.rules.cases import CaseState, run
from orepass.scheme.rules.checking import check
from orepass.scheme.rules.load import require

STANDARDS = Path(__file__).parents[1] / "standards"
BAR_S, BAR_CASE_MS = 5, 50


def measure(repeats: int = 3) -> list[dict[str, Any]]:
    """Check everything a few times, then run each case of each pack alone; the median and the slowest are told."""
    assert rulebook.MODULES, "cases ask rules, which the book declares"
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        report = check([STANDARDS])
        times.append(time.perf_counter() - began)
    cases = [case for one in report.checked for case in one.cases]
    assert not any(case.state is CaseState.FAILED for case in cases), "no case fails"
    packs = [require(Path(one.path)) for one in report.checked if one.pack]
    single = []
    for pack in packs:
        for case in pack.cases:
            began = time.perf_counter()
            run(case, pack)
            single.append(time.perf_counter() - began)
    common = {"peer": "", "peer_s": None, "ratio": None}
    return [
        {
            "question": "packs",
            "size": len(packs),
            "cases": len(cases),
            "ours_s": round(statistics.median(times), 3),
            "bar_s": BAR_S,
            **common,
        },
        {
            "question": "case",
            "size": len(single),
            "ours_s": round(sum(single), 3),
            "median_ms": round(statistics.median(single) * 1000, 2),
            "slowest_ms": round(max(single) * 1000, 2),
            "bar_ms": BAR_CASE_MS,
            **common,
        },
    ]


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"results": measure()}, indent=2) + "\n")
