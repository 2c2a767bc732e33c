"""The pages of the demonstration, and who opens which."""

import shutil
from typing import Any

import yaml

from orepass.scheme.queries import standards_root

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The same browser without its windows comes first: it shows pages alike, for little more than half the work."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
"""Where the browser is; empty where there is none, and its tests are skipped."""


def shipped_pack(ref: str) -> dict[str, Any]:
    """Return what the pack says of itself."""
    path = standards_root() / ref.replace("@", "/") / "pack.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


PACK = shipped_pack("cera-4in1@2026.1")
SAID = "&".join(
    ["activities=extraction", "minerals=cobalt", "size=asm", "people=45", "country=CD"]
    + [f"flags.{name}=unknown" for name in PACK["flags"]]
)
"""All answered, half of it with “I do not know”: the longest result there is."""
PUBLIC = (
    "/",
    "/?q=mining",
    "/map/",
    "/standards/",
    "/calculator/",
    "/calculator/sample/?rule=md1&n=26&kind=initial",
    "/calculator/certificate-valid-to/?decided_on=2026-01-31&scheme=cera-4in1%402026.1%3AASM",
    "/calculator/sample/?n=x",
    "/recognition/",
    "/log/",
    "/complaints/",
    "/complaints/follow/",
    "/verify/",
    "/api/v1/docs/",
    "/api/v1/docs/?room=custody",
    "/api/v1/docs/custody.delivery.record",
    "/consultations/",
    "/account/login/",
    "/standards/cera-4in1@2026.1/CPS/water/",
    "/standards/cera-4in1@2026.1/CPS/",
    "/standards/cera-4in1@2026.1/CPS/?by=phase",
    "/standards/cera-4in1@2026.1/CPS/?core=on&size=asm&in=sw",
    "/standards/cera-4in1@2026.1/CPS/?q=nothing+of+the+kind",
    "/standards/cera-4in1@2026.1/what-applies/",
    "/standards/cera-4in1@2026.1/what-applies/?sent=do",
    "/standards/cera-4in1@2026.1/what-applies/?activities=extraction&minerals=cobalt&size=asm&country=CD",
    f"/standards/cera-4in1@2026.1/what-applies/?{SAID}",
    f"/standards/cera-4in1@2026.1/what-applies/?{SAID}&standard=CPS&show=unknown",
    f"/standards/cera-4in1@2026.1/self-assessment/?{SAID}&standard=CPS&in=es",
    "/standards/compare/",
    "/standards/announcements/",
    "/standards/quarry-basics/changes/",
    "/standards/quarry-basics/changes/?from=2027.1&to=2026.1&show=gone&all=1",
    "/standards/compare/?a=cera-4in1@2026.1:ASM&b=cera-4in1@2026.1:CPS&size=asm",
    "/standards/compare/?a=cera-4in1@2026.1:CPS&b=irma-manner@2024.1:IRM",
    "/standards/compare/?a=cera-4in1@2026.1:CPS&b=cera-4in1@2026.1:CPS",
)
ASKED_WRONGLY = frozenset(
    where for where in PUBLIC if where.endswith(("?n=x", "?sent=do", "?a=cera-4in1@2026.1:CPS&b=cera-4in1@2026.1:CPS"))
)
"""Those of them that say what was wrong with the question."""
BY_ROLE = {
    "mine": (
        "/desk/",
        "/desk/files/new/",
        "/desk/recognition/",
        "/desk/lots/",
        "/desk/accounts/",
        "/desk/inbox/",
        "/desk/recalls/",
        "/desk/book-credits/",
        "/desk/account/",
        "/desk/due-diligence/",
        "/desk/evidence/",
    ),
    "manager": ("/desk/", "/desk/groups/", "/desk/fees/"),
    "auditor": ("/desk/", "/desk/people/"),
    "certifier": ("/desk/", "/desk/cases/", "/desk/people/", "/desk/due-diligence/"),
    "scheme": (
        "/desk/",
        "/desk/cases/",
        "/desk/developments/",
        "/desk/rounds/",
        "/desk/packs/",
        "/desk/packs/quarry-basics@2027.1/impact/",
        "/desk/packs/cera-4in1@2026.1/",
        "/desk/holders/",
        "/desk/recognition/",
        "/desk/fees/",
        "/components/",
    ),
    "smelter": ("/desk/accounts/", "/desk/inbox/", "/desk/lots/"),
    "battery": ("/desk/lots/",),
    "buyer": ("/desk/", "/desk/lots/", "/desk/inbox/", "/desk/fees/", "/desk/due-diligence/"),
    "steward": ("/desk/", "/desk/inbox/", "/desk/recalls/", "/desk/identities/", "/desk/witnesses/", "/desk/trusted/"),
}
"""Who opens which pages; the pages of single things are found by following the first link to one."""

ON_THE_LOG = (("/log/", "/certificates/"), ("/log/", "/passports/"), ("/log/?before=20", "/draws/"))
"""Which page of the log leads to a thing of each kind: draws are long ago when the story ends."""

STARTS = {
    "mine": ("/desk/", "/desk/lots/"),
    "manager": ("/desk/", "/desk/groups/"),
    "smelter": ("/desk/accounts/", "/desk/lots/", "/desk/recalls/"),
    "battery": ("/desk/lots/",),
    "steward": ("/desk/", "/desk/recalls/"),
}
"""Where single things are found by a role, if not among its tasks alone."""

FOLLOWED = (
    "/desk/files/app",
    "/desk/findings/",
    "/desk/audits/",
    "/desk/lots/",
    "/desk/accounts/bal-",
    "/desk/statements/",
    "/desk/recalls/rcl-",
    "/desk/members/",
    "/desk/certificates/",
    "/desk/complaints/",
    "/desk/appeals/",
    "/desk/developments/",
    "/desk/pilots/",
)
