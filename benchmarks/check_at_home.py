"""How long a home takes to check what it issued itself, with everything it may ask: register, log, lists, trust.

Run it with ``python -m benchmarks.check_at_home``, over the demonstration on SQLite. Every certificate's credential and
every passport is checked in turn, from its signed text, as page, API and ``orepass verify`` do; nothing is kept from
one check to the next but what a server keeps. There is no peer: nobody else checks all of it. The bar of a thousand a
second is for lists and documents at hand, which ``benchmarks.credentials`` measures; for a home our own is 20 ms.
"""

import json
import os
import subprocess
import sys
from typing import Any, Final

from benchmarks.worlds.homes import ROOT, Spent, against_bar, home, several

ROUNDS: Final = 20
BAR_S: Final = 0.020


def measure(rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """Check everything that the demonstration issued so many times."""
    with home() as folder:
        subprocess.run(
            [sys.executable, "-c", "from orepass.cli.main import main; main()", "demo", "--json"],
            env=os.environ | {"OREPASS_HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            check=True,
            cwd=ROOT,
        )
        # the register can be asked only once Django stands
        from orepass.passport import checking  # noqa: PLC0415
        from orepass.passport.models import IssuedCredential  # noqa: PLC0415
        from orepass.platform import clock  # noqa: PLC0415

        rows = []
        for kind in IssuedCredential.objects.values_list("kind", flat=True).distinct().order_by("kind"):
            names = list(IssuedCredential.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
            times = []
            for name in names * rounds:
                with Spent() as spent:
                    found = checking.check_own(name, at=clock.now())
                assert found.checks, "each credential is answered"
                times.append(spent)
            rows.append(against_bar(f"check at home: {kind}", len(names), several(times), bar_s=BAR_S))
        return rows


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"results": measure()}, indent=2) + "\n")
