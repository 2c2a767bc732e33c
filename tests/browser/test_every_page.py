"""Every page of the demonstration: no axe violation, nothing wider than a telephone, small, and quiet."""

from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from orepass.scheme.queries import standards_root


def shipped_pack(ref: str) -> dict[str, Any]:
    """Return what the pack says of itself."""
    path = standards_root() / ref.replace("@", "/") / "pack.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


HEAVIEST = 100_000
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
    "steward": ("/desk/", "/desk/inbox/", "/desk/recalls/"),
}
"""Who opens which pages; the pages of single things are found by following the first link to one."""

FOLLOWED = (
    "/desk/files/app",
    "/desk/findings/",
    "/desk/audits/",
    "/desk/lots/",
    "/desk/accounts/",
    "/desk/certificates/",
    "/desk/complaints/",
    "/desk/appeals/",
    "/desk/developments/",
    "/desk/pilots/",
)


def violations(visitor: Any) -> list[str]:
    found = Axe().run(visitor.page)
    return [
        f"{each['id']}: {node['html'][:160]}" for each in found.response["violations"] for node in each["nodes"][:3]
    ]


def check(visitor: Any, path: str) -> None:
    visitor.go(path)
    assert violations(visitor) == [], path
    assert visitor.complaints == [], path


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_has_no_axe_violation(visitor: Any, path: str) -> None:
    check(visitor, path)


def test_certificate_passport_and_site_have_no_axe_violation(visitor: Any) -> None:
    for path in public_things(visitor):
        check(visitor, path)


def public_things(visitor: Any) -> list[str]:
    """A certificate, a passport and a site, found on the log and by searching."""
    visitor.go("/log/")
    found = [visitor.first_link(start) for start in ("/certificates/", "/passports/", "/draws/")]
    visitor.go("/map/")
    if visitor.page.locator('main a[href^="/sites/"]').count():
        found.append(visitor.first_link("/sites/"))
    return found


@pytest.mark.parametrize("who", BY_ROLE)
def test_pages_of_a_role_have_no_axe_violation(visitor: Any, who: str) -> None:
    visitor.log_in(who)
    for path in BY_ROLE[who]:
        check(visitor, path)
    visitor.go("/desk/lots/" if who in {"battery", "smelter"} else "/desk/")
    for path in things(visitor):
        check(visitor, path)


def things(visitor: Any) -> list[str]:
    return [visitor.first_link(start) for start in FOLLOWED if visitor.page.locator(f'main a[href^="{start}"]').count()]


def test_no_public_page_is_wider_than_a_telephone(phone: Any) -> None:
    wide = {}
    for path in (*PUBLIC, *public_things(phone)):
        if by := phone.go(path).too_wide_by:
            wide[path] = by
    assert wide == {}


@pytest.mark.parametrize("who", BY_ROLE)
def test_no_page_of_a_role_is_wider_than_a_telephone(phone: Any, who: str) -> None:
    phone.log_in(who)
    wide = {}
    for path in (*BY_ROLE[who], *things(phone.go("/desk/"))):
        if by := phone.go(path).too_wide_by:
            wide[path] = by
    assert wide == {}


def test_dark_french_pages_on_a_telephone_have_no_axe_violation(phone: Any) -> None:
    for path in ("/", *public_things(phone)):
        phone.go(path)
        assert phone.page.locator("html").get_attribute("lang") == "fr"
        assert violations(phone) == [], path


def test_page_with_everything_it_needs_weighs_less_than_a_hundred_kilobytes(visitor: Any) -> None:
    heavy = {}
    for path in (*PUBLIC, *public_things(visitor)):
        weights: list[int] = []

        def weigh(response: Any, into: list[int] = weights) -> None:
            if not is_map(response.url):
                into.append(len(response.body()))

        visitor.page.on("response", weigh)
        visitor.go(path)
        visitor.page.wait_for_function("document.fonts.status === 'loaded'")
        visitor.page.remove_listener("response", weigh)
        if not 1_000 < sum(weights) < HEAVIEST:
            heavy[path] = weights
    assert heavy == {}


def is_map(url: str) -> bool:
    """The map's drawing comes after the page, and is weighed by itself."""
    return "/map/" in url and url.partition("?")[0].endswith(".svg")
