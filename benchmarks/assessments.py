"""How many self-assessments of the full upstream standard one process evaluates, and whether it stays linear.

Run it with ``python -m benchmarks.assessments [SIZE …]``. Every assessment differs: facts, days of entry, days,
answers, evidence, gaps. They are made in batches outside the measured time, so that the largest size fits in memory.
The peer is the same engine with the standard prepared afresh for each assessment, as if nothing were kept between
them; on the smallest size both sides must give equal outcomes. The bar is 10,000 in under ten seconds; on a machine
that others use as well, ``cpu_s`` is the fairer figure.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from orepass.scheme.rules.evaluate import evaluate, evaluate_prepared
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Answer, Outcome, Profile
from orepass.scheme.rules.overlays import overlaid
from orepass.scheme.rules.prepared import Prepared

SIZES = (1_000, 10_000, 100_000)
BATCH = 500
BAR_SIZE, BAR_S = 10_000, 10
EDITION = Path(__file__).parents[1] / "standards" / "cera-4in1" / "2026.1"
STANDARD = "CPS"
RATINGS = ("full", "substantial", "partial", "none", "not_relevant", "unknown")
POOR = (3, 3, 3, 3, 1, 1)
MOODS = ((60, 3, 1, 0, 0.5, 0), (6, 3, 2, 0.3, 0.5, 0.2), POOR, (1, 0, 0, 0, 0, 0))
"""How often each rating is given at four kinds of site: good, mixed, poor, perfect."""

POOL = 64

type Assessment = tuple[Profile, dict[str, Answer], date]


def pools(pack: Pack, chance: random.Random) -> list[dict[str, list[Answer | None]]]:
    """Return for each mood, requirement by requirement, answers to draw from; at poor sites some are missing."""
    found = []
    for mood in MOODS:
        pool: dict[str, list[Answer | None]] = {}
        for requirement in pack.standard(STANDARD).requirements:
            kinds = (None, requirement.accepts, requirement.accepts[:1], ("document", "photo"))
            pool[requirement.id] = [
                Answer(
                    rating=chance.choices(RATINGS, mood)[0],
                    evidence=chance.choice(kinds),
                    note=chance.choice(("", "Seen on the day.")),
                )
                for _ in range(POOL)
            ]
            if mood is POOR:
                pool[requirement.id][:3] = [None] * 3
        found.append(pool)
    return found


def population(pack: Pack, size: int, seed: int = 17) -> Iterator[Assessment]:
    """Go through invented sites with their answers, always the same."""
    chance = random.Random(seed)  # noqa: S311 - reproducible
    moods = pools(pack, chance)
    for _ in range(size):
        profile = Profile(
            stage=chance.choice(("mine", "plant", "smelter")),
            activities=chance.choice((("extraction",), ("extraction", "processing"), ("smelting", "refining"))),
            size=chance.choice(("asm", "small", "large", "large", None)),
            minerals=chance.choice((("cobalt",), ("tin", "tantalum"), ("rare_earths",), ("lithium",))),
            country=chance.choice(("CD", "ES", "RW", "AU")),
            personnel=chance.randrange(5, 9_000),
            flags={flag: chance.random() < 0.5 for flag in pack.flags if chance.random() < 0.98},  # noqa: PLR2004
            entered_on=date(2022, 1, 1) + timedelta(days=chance.randrange(1_600)),
        )
        drawn = {name: pool[chance.getrandbits(6)] for name, pool in chance.choice(moods).items()}
        answers = {name: answer for name, answer in drawn.items() if answer is not None}
        yield profile, answers, date(2026, 6, 1) + timedelta(days=chance.randrange(300))


def batches(pack: Pack, size: int) -> Iterator[list[Assessment]]:
    """Go through the population batch by batch."""
    sites = population(pack, size)
    while batch := [site for site, _ in zip(sites, range(BATCH), strict=False)]:
        yield batch


def ours(pack: Pack, batch: list[Assessment]) -> list[Outcome]:
    """Evaluate as everybody does."""
    return [evaluate(pack, STANDARD, profile=profile, answers=answers, on=on) for profile, answers, on in batch]


def afresh(pack: Pack, batch: list[Assessment]) -> list[Outcome]:
    """Evaluate with the standard prepared anew for each assessment."""
    found = []
    for profile, answers, on in batch:
        read = overlaid(pack, STANDARD, profile)
        ready = Prepared(read.standard)
        found.append(evaluate_prepared(pack, ready, read=read, profile=profile, answers=answers, on=on))
    return found


def measure(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """Evaluate each size once; on the smallest also the peer, with equal outcomes."""
    pack = require(EDITION)
    ours(pack, list(population(pack, 20, seed=1)))
    rows = []
    for size in sizes:
        seconds = cpu = peer = 0.0
        conforming = 0
        for batch in batches(pack, size):
            began, began_cpu = time.perf_counter(), time.process_time()
            outcomes = ours(pack, batch)
            seconds += time.perf_counter() - began
            cpu += time.process_time() - began_cpu
            conforming += sum(outcome.grants for outcome in outcomes)
            if size == min(sizes):
                began = time.perf_counter()
                theirs = afresh(pack, batch)
                peer += time.perf_counter() - began
                assert theirs == outcomes, "what is kept between assessments changed an outcome"
        assert 0 < conforming < size, "the population holds both kinds"
        rows.append(
            {
                "question": "assessments",
                "size": size,
                "requirements": len(pack.standard(STANDARD).requirements),
                "ours_s": round(seconds, 3),
                "cpu_s": round(cpu, 3),
                "cpu_ms_each": round(cpu / size * 1000, 3),
                "bar_s": BAR_S if size == BAR_SIZE else None,
                "peer": "prepared afresh" if peer else "",
                "peer_s": round(peer, 3) if peer else None,
                "ratio": round(peer / seconds, 1) if peer else None,
            }
        )
    return rows


if __name__ == "__main__":
    found = measure(tuple(map(int, sys.argv[1:])) or SIZES)
    sys.stdout.write(json.dumps({"results": found}, indent=2) + "\n")
