"""How many events a second one document of 5,000 brings into the journal, on SQLite, everything included.

Run it with ``python -m benchmarks.custody_capture [EVENTS]``: reading, checking, judging, writing lots and movements,
and the record of the action are all inside the measured time. The bar is 2,000 events a second.
"""

import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import django

EVENTS = 5_000
BAR = 2_000


def document(events: int, *, run: int = 0) -> str:
    """Return an EPCIS document of bags begun, packed, sent and turned into something else."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    body = []
    for number in range(events):
        when = (start + timedelta(minutes=number)).isoformat()
        bag = f"https://mine.example/{run}/bags/{number // 2}"
        common = {"eventTime": when, "eventTimeZoneOffset": "+00:00", "bizLocation": {"id": "https://mine.example/pit"}}
        if number % 2 == 0:
            facts = {"ore:material": "cobalt_ore", "ore:mass_kg": 50.25, "ore:grade_pct": 4.1, "ore:moisture_pct": 8}
            event = {
                "type": "ObjectEvent",
                "action": "ADD",
                "bizStep": "commissioning",
                "epcList": [bag],
                "ilmd": facts,
            }
        else:
            event = {
                "type": "TransformationEvent",
                "inputEPCList": [bag],
                "outputQuantityList": [{"epcClass": f"{bag}/product", "quantity": 5.1, "uom": "KGM"}],
                "ilmd": {"ore:material": "cobalt_hydroxide", "ore:grade_pct": 35},
            }
        body.append(event | common)
    return json.dumps(
        {
            "@context": [
                "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
                {"ore": "https://orepass.example/ns/custody/"},
            ],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": start.isoformat(),
            "epcisBody": {"eventList": body},
        }
    )


def measure(events: int = EVENTS, repeats: int = 3) -> list[dict[str, Any]]:
    """Capture a fresh document of ``events`` a few times into a growing journal; the median counts."""
    with tempfile.TemporaryDirectory(prefix="orepass-bench-") as home:
        os.environ["OREPASS_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orepass.project.settings")
        django.setup()
        # the actions can be imported only once Django stands
        from orepass.custody.actions import capture_events  # noqa: PLC0415
        from orepass.platform.access import Actor  # noqa: PLC0415
        from orepass.platform.schema import ensure_home  # noqa: PLC0415

        ensure_home()
        actor = Actor.system("bench")
        capture_events(actor, document=document(100, run=-1))
        times = []
        for run in range(repeats):
            text = document(events, run=run)
            began = time.perf_counter()
            card = capture_events(actor, document=text)
            times.append(time.perf_counter() - began)
            assert card.captured == events
    seconds = sorted(times)[len(times) // 2]
    return [
        {
            "question": "capture",
            "size": events,
            "ours_s": round(seconds, 3),
            "events_per_s": round(events / seconds),
            "bar_events_per_s": BAR,
            "peer": "",
            "peer_s": None,
            "ratio": None,
        }
    ]


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
    sys.stdout.write(json.dumps({"results": found}, indent=2) + "\n")
