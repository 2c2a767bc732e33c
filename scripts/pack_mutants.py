"""Break a pack on purpose, one small change at a time, and see whether one of its worked cases notices.

``python scripts/pack_mutants.py [FOLDER …] --sample 80 --seed 3``; without a folder it takes every pack of
``standards``. Ends with 1 when fewer than 80 in 100 were noticed in a pack; docs/quality.md says how to read that.

A change counts as noticed when a case that passed fails, or the pack is refused. Stories are left out: they need a
home of their own and are told by tests. So the figures are on the low side.
"""

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Final, NamedTuple

from pack_mutations import Change, changed, changes

import orepass.register.rulebook  # noqa: F401 - declares every rule that a worked case may ask for
from orepass.scheme.rules.cases import CaseState, run
from orepass.scheme.rules.folder import File, Folder, read_folder
from orepass.scheme.rules.load import load_folder
from orepass.scheme.rules.written import CaseFile

ROOT: Final = Path(__file__).resolve().parents[1]
BAR: Final = 80


class Result(NamedTuple):
    """What became of the changes of one pack."""

    pack: str
    noticed: int
    missed: list[Change]

    @property
    def percent(self) -> float:
        """Return how many in a hundred were noticed."""
        return 100 * self.noticed / max(1, self.noticed + len(self.missed))


def packs() -> list[Path]:
    """Return the folders of all packs of the checkout."""
    return sorted(path.parent for path in (ROOT / "standards").glob("*/*/pack.yaml"))


def drawn(folder: Folder, sample: int, seed: int) -> list[Change]:
    """Return the changes of a pack, or as many of them as asked for, drawn with a seed."""
    found = [change for name, file in sorted(folder.files.items()) for change in changes(name, file.kind, file.value)]
    return random.Random(seed).sample(found, sample) if 0 < sample < len(found) else found  # noqa: S311 - a sample


def tried(root: Path, sample: int = 0, seed: int = 0) -> Result:
    """Try the changes of one pack."""
    folder = read_folder(root)
    if failing(folder):
        raise SystemExit(f"{root}: a case fails, or the pack is refused, before anything is changed.")
    outcomes = [(change, notices(folder, change)) for change in drawn(folder, sample, seed)]
    missed = [change for change, noticed in outcomes if not noticed]
    return Result(root.relative_to(ROOT).as_posix(), len(outcomes) - len(missed), missed)


def notices(folder: Folder, change: Change) -> bool:
    """Say whether a pack with one change is refused or fails a case."""
    file = folder.files[change.file]
    value = changed(file.value, change)
    bent = File(file.name, file.kind, file.reading._replace(value=value))
    return failing(folder._replace(files={**folder.files, change.file: bent}))


def failing(folder: Folder) -> bool:
    """Say whether a pack is refused or fails a case."""
    pack, _findings = load_folder(folder)
    return pack is None or any(run(case, pack).state is CaseState.FAILED for case in sorted(pack.cases, key=_breadth))


def _breadth(case: CaseFile) -> int:
    """Put first the cases that look at most: those with scores and those that take the pack's numbers."""
    wide = case.expect and (case.expect.scores or case.answers.keys() == {"*"})
    return 0 if wide else 1 if case.calc else 2


def told(result: Result, *, shown: int) -> Iterator[str]:
    """Say what became of the changes of a pack."""
    count = result.noticed + len(result.missed)
    kinds = Counter(change.kind for change in result.missed)
    missed = ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()) or "none"
    yield f"{result.pack}: {result.noticed} of {count} noticed ({result.percent:.1f} %); not: {missed}"
    yield from (f"    {change}" for change in result.missed[:shown])


def main() -> int:
    """Try the packs asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="how many changes of each pack; 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shown", type=int, default=20, help="how many of those that nobody noticed are listed")
    asked = parser.parse_args()
    results = []
    roots = [path.resolve() for path in asked.folders] or packs()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for result in pool.map(tried, roots, repeat(asked.sample), repeat(asked.seed)):
            results.append(result)
            print("\n".join(told(result, shown=asked.shown)), flush=True)
    return 1 if any(result.percent < BAR for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
