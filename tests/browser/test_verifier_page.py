"""The page that checks bundles: by file, by codes, by keyboard, without a network, on a narrow French telephone."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from orepass.credentials.rules.bundle_frames import frames
from orepass.transparency.rules.cosignature import cosign, witness_key
from tests.browser.conftest import ROOT, Demo
from tests.browser.keyboard import violations
from tests.rules.credentials.bundle_parts import checkpoint_of

HEAVIEST = 100_000
WHOLE = 280_000
"""Bytes kept in the browser, unpacked; a sixth of them is the library for ML-DSA-44."""


@pytest.fixture
def bundle(visitor: Any, tmp_path: Path) -> Path:
    """The bundle of a passport of the demonstration, as its page hands it out."""
    visitor.go("/log/")
    visitor.go(visitor.first_link("/passports/"))
    href = visitor.page.locator('main a[href$=".orepass"]').get_attribute("href")
    with urllib.request.urlopen(visitor.demo.url + href, timeout=20) as answer:  # noqa: S310 - this machine
        path = tmp_path / "battery.orepass"
        path.write_bytes(answer.read())
    return path


def given(visitor: Any, path: Path) -> dict[str, str]:
    """Give a file to the page, and return its answers."""
    visitor.page.set_input_files("#file", str(path))
    return answered(visitor)


def answered(visitor: Any) -> dict[str, str]:
    visitor.page.wait_for_selector("#answer h2, #answer .notice")
    said = [one.get_attribute("data-check") or "" for one in visitor.page.locator("[data-check]").all()]
    return dict(tuple(each.split(" ", 1)) for each in said)


def asked(said: dict[str, str]) -> set[str]:
    """What came of all but the checks that no bundle can answer."""
    assert {name for name, result in said.items() if result == "not_checked"} == {"version", "identity", "terms"}
    return set(said.values()) - {"not_checked"}


def at_the_server(path: Path, demo: Demo, *options: str) -> Any:
    command = [
        sys.executable,
        "-c",
        "from orepass.cli.main import main; main()",
        "verify",
        str(path),
        "--json",
        *options,
    ]
    done = subprocess.run(command, env=demo.environment, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own command
    return json.loads(done.stdout)


def test_passport_is_checked_on_the_page_as_on_the_command_line(visitor: Any, bundle: Path) -> None:
    said = given(visitor.go("/verify/"), bundle)
    there = at_the_server(bundle, visitor.demo)
    assert said == {check["name"]: check["result"] for check in there["checks"]}
    codes = visitor.page.locator('#answer [data-at="code"]').all_inner_texts()
    assert codes == [check["code"] for check in there["checks"]]
    assert (there["verified"], asked(said)) == (True, {"passed"})
    assert visitor.page.locator("#answer .mark-verified").first.inner_text().strip() == "Every required check passed"
    assert violations(visitor) == []
    assert visitor.complaints == []


def test_forged_bundle_fails_on_the_page(visitor: Any, bundle: Path) -> None:
    text = bundle.read_text(encoding="utf-8")
    bundle.write_text(text.replace("60 kWh", "90 kWh"), encoding="utf-8")
    said = given(visitor.go("/verify/"), bundle)
    assert (said["proof"], said["log"]) == ("failed", "failed")
    assert visitor.page.locator("#answer .mark-failed").count() > 0
    assert violations(visitor) == []


@pytest.mark.parametrize(
    ("issuer", "shown"), [({"name": "Nobody"}, "Nobody"), ({"id": 5}, ""), (["did:web:x.example"], "")], ids=str
)
def test_issuer_without_an_identifier_is_shown_by_its_name_or_not_at_all(
    visitor: Any, bundle: Path, issuer: Any, shown: str
) -> None:
    written = json.loads(bundle.read_text(encoding="utf-8"))
    token = written["credentials"][0]["token"]
    token[1] = json.dumps({**json.loads(token[1]), "issuer": issuer, "validFrom": "2016-12-31T23:59:60Z"})
    bundle.write_text(json.dumps({**written, "made_at": "2016-12-31T23:59:60Z"}), encoding="utf-8")
    said = given(visitor.go("/verify/"), bundle)
    assert (said["proof"], said["dates"]) == ("failed", "passed")
    places = visitor.page.locator('#answer [data-at="issuer"]')
    assert [place.inner_text() for place in places.all()] == ([shown] if shown else [])
    assert "[object" not in visitor.page.locator("#answer").inner_text()
    visitor.page.click("#answer button")
    visitor.page.wait_for_selector('#answer [data-at="moment"]:has-text("2017-01-01T00:00:00Z")')


def test_what_is_no_bundle_is_refused_with_its_reason(visitor: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.orepass"
    path.write_text("{}", encoding="utf-8")
    assert given(visitor.go("/verify/"), path) == {}
    assert "it is not a bundle" in visitor.page.locator("#answer .notice").inner_text()
    assert violations(visitor) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, None),
        (lambda data: data.replace(b"battery", b"batt\xffery", 1), "it is not UTF-8"),
        (lambda data: b"\xef\xbb\xbf" * 2 + data, "it is not JSON"),
    ],
    ids=["marked as UTF-8", "not UTF-8", "marked twice"],
)
def test_bytes_of_a_file_are_read_as_they_are(
    visitor: Any, bundle: Path, change: Callable[[bytes], bytes], said: str | None
) -> None:
    data = bundle.read_bytes()
    bundle.write_bytes(change(data))
    assert bundle.read_bytes() != data
    found = given(visitor.go("/verify/"), bundle)
    there = at_the_server(bundle, visitor.demo)
    if said is None:
        assert found == {check["name"]: check["result"] for check in there["checks"]}
    else:
        assert found == {}
        assert said in visitor.page.locator("#answer .notice").inner_text()
        assert "error" in there


def test_codes_are_pasted_and_checked_by_keyboard_alone(visitor: Any, bundle: Path) -> None:
    lines = frames(bundle.read_text(encoding="utf-8"))
    visitor.go("/verify/").page.wait_for_selector("#check:not([hidden])")
    visitor.page.focus("#file")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.id") == "text"
    visitor.page.keyboard.insert_text("\n".join(reversed(lines[1:])))
    while visitor.page.evaluate("document.activeElement.type") != "submit":
        visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert answered(visitor) == {}
    assert "(1)" in visitor.page.locator("#answer .notice").inner_text()
    visitor.page.focus("#text")
    visitor.page.keyboard.press("Control+End")
    visitor.page.keyboard.insert_text(f"\n{lines[0]}")
    while visitor.page.evaluate("document.activeElement.type") != "submit":
        visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("#answer h2")
    assert asked(answered(visitor)) == {"passed"}
    assert visitor.page.evaluate("document.activeElement.tagName") == "H2"


def test_old_bundle_stays_open_now_and_stands_as_of_its_day(visitor: Any, bundle: Path) -> None:
    visitor.go("/verify/").page.fill("#when", "2031-01-01T00:00")
    assert given(visitor, bundle)["status"] == "undetermined"
    visitor.page.click("#answer button")
    visitor.page.wait_for_selector('[data-check="status passed"]')
    assert visitor.page.locator("#answer button").count() == 0


def test_page_works_without_a_network_in_french_on_a_narrow_telephone(phone: Any, bundle: Path) -> None:
    phone.go("/verify/").page.wait_for_selector("#kept:not([hidden])", timeout=20_000)
    phone.page.context.set_offline(True)
    phone.page.reload()
    said = given(phone, bundle)
    assert asked(said) == {"passed"}
    assert phone.page.locator("html").get_attribute("lang") == "fr"
    assert "Signature" in phone.page.locator("#answer .checks").inner_text()
    assert phone.page.locator("#relied li").count() > 0
    assert phone.too_wide_by == 0
    assert violations(phone) == []
    phone.page.context.set_offline(False)


LASTING = MLDSA44PrivateKey.from_seed_bytes(b"\x0d" * 32)
WITNESS = "witness.example/w1"


def cosigned(path: Path, folder: Path) -> Path:
    """Have a lasting witness cosign every checkpoint of a bundle; return the anchors of a reader who asks for it."""
    written = json.loads(path.read_text(encoding="utf-8"))
    at = int(datetime.fromisoformat(written["made_at"]).timestamp())
    for held in written["credentials"]:
        if "proof" in held:
            held["proof"] += cosign(checkpoint_of(held["proof"]), name=WITNESS, signer=LASTING, at=at)
    path.write_text(json.dumps(written), encoding="utf-8")
    policy = f"witness w1 {witness_key(WITNESS, LASTING)}\nquorum w1\n"
    trust = folder / "anchors.json"
    trust.write_text(json.dumps({"format": "orepass-anchors", "version": 1, "policy": policy}), encoding="utf-8")
    return trust


def test_lasting_cosignature_is_checked_without_a_network_as_on_the_command_line(
    visitor: Any, bundle: Path, tmp_path: Path
) -> None:
    trust = cosigned(bundle, tmp_path)
    visitor.go("/verify/").page.wait_for_selector("#kept:not([hidden])", timeout=20_000)
    visitor.page.click("details summary >> nth=-1")
    visitor.page.set_input_files("#trust", str(trust))
    visitor.page.wait_for_selector("#forget:not([hidden])", state="attached")
    visitor.page.context.set_offline(True)
    visitor.page.reload()
    said = given(visitor, bundle)
    assert asked(said) == {"passed"}
    assert said["witnesses"] == "passed"
    there = at_the_server(bundle, visitor.demo, "--trust", str(trust))
    assert said == {check["name"]: check["result"] for check in there["checks"]}
    assert "Cosigned by w1." in visitor.page.locator("#answer .checks").inner_text()
    assert violations(visitor) == []
    visitor.page.context.set_offline(False)
    assert visitor.complaints == []


def test_issuers_of_others_are_added_and_forgotten(visitor: Any, tmp_path: Path) -> None:
    path = tmp_path / "anchors.json"
    other = {"did": "did:web:other.example", "keys": []}
    path.write_text(json.dumps({"format": "orepass-anchors", "version": 1, "issuers": [other]}), encoding="utf-8")
    visitor.go("/verify/").page.click("details summary >> nth=-1")
    assert not visitor.page.locator("#forget").is_visible()
    visitor.page.set_input_files("#trust", str(path))
    visitor.page.wait_for_selector("#relied li:has-text('did:web:other.example')")
    visitor.page.reload()
    visitor.page.click("details summary >> nth=-1")
    visitor.page.click("#forget")
    visitor.page.wait_for_selector("#relied li:has-text('did:web:other.example')", state="detached")


def test_without_scripts_the_page_says_which_command_makes_the_checks(plain: Any) -> None:
    plain.go("/verify/")
    assert "orepass verify FILE" in plain.page.locator("main").inner_text()
    assert not plain.page.locator("#check").is_visible()


def test_codes_of_a_bundle_are_shown_and_printed(visitor: Any, bundle: Path) -> None:
    number = json.loads(bundle.read_text(encoding="utf-8"))["credentials"][0]
    assert number["token"]
    visitor.go("/log/")
    visitor.go(visitor.first_link("/passports/"))
    visitor.page.click('main a[href$="/codes/"]')
    assert visitor.page.locator(".codes svg").count() > 1
    assert violations(visitor) == []


def test_first_look_weighs_less_than_a_hundred_kilobytes_and_all_of_it_less_than_280(phone: Any) -> None:
    weights: dict[str, int] = {}
    phone.page.on("requestfinished", lambda one: weights.update({one.url: one.sizes()["responseBodySize"]}))
    phone.go("/verify/").page.wait_for_selector("#kept:not([hidden])", timeout=20_000)
    assert 10_000 < sum(weights.values()) < HEAVIEST
    sizes = phone.page.evaluate(
        """async () => {
            const cache = await caches.open((await caches.keys())[0]);
            const bodies = await Promise.all((await cache.matchAll()).map((answer) => answer.arrayBuffer()));
            return bodies.map((body) => body.byteLength);
        }"""
    )
    assert len(sizes) > 15
    assert sum(sizes) < WHOLE
