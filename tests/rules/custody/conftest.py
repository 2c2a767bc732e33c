"""Custody tests are ledgers: a small dated table that a metallurgist can read, and what is expected of it.

Each line is ``DATE verb LOT …``, at its end ``not claimed`` where nothing is, ``during NAME`` where it is a part of a
campaign of several events; ``expect CODE [LOT] [N kg]`` names a
finding about the line above.
Every finding that is not expected fails the test.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orepass.custody.rules.case import Case, Rights, Setting, SiteRight
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.materials import FORMS, Limits, Range, contained
from orepass.custody.rules.movements import movements
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.finding import Finding, has_errors
from orepass.kernel.quantity import mass
from orepass.kernel.verdict import no, yes

UNITS = {"kg": "KGM", "g": "GRM", "t": "TNE"}
AMOUNT = re.compile(r"([\d,.]+) (kg|g|t)\b(?: (?!Co\b|Sn\b|C\b|Li\b)(\w+))?")
GRADE = re.compile(r"([\d.]+) % (?!moisture)(\w+)")
MOISTURE = re.compile(r"([\d.]+) % moisture")
CONTENT = re.compile(r"([\d,.]+) (kg|g|t) (Co|Sn|C|Li) in (\w+)")
FORM_OF = {("Co", "hydroxide"): "cobalt_hydroxide", ("Co", "sulfate"): "cobalt_sulfate", ("Co", "ore"): "cobalt_ore"}
RANGES = {"cobalt.hydroxide": Range(Decimal("0.85"), Decimal("0.97"))}


def milligrams(number: str, unit: str) -> int:
    return mass(number.replace(",", ""), UNITS[unit])


def word_after(text: str, word: str) -> str:
    found = re.search(rf"\b{word} ([\w.-]+)", text)
    return found[1] if found else ""


def portion(name: str, text: str) -> Portion:
    """Read what a line says of a lot that begins."""
    common = {"member": word_after(text, "member"), "tag": word_after(text, "tag")}
    content = CONTENT.search(text)
    instance = name.startswith("BAG")
    if content:
        number, unit, element, form = content.groups()
        material = FORM_OF.get((element, form), form)
        facts = Facts(element=element, material=material, **common)
        return Portion(uri=name, content_mg=milligrams(number, unit), facts=facts, instance=instance)
    amount, grade, moist = AMOUNT.search(text), GRADE.search(text), MOISTURE.search(text)
    if not amount:
        return Portion(uri=name, instance=instance, facts=Facts(**common))
    total = milligrams(amount[1], amount[2])
    element = grade[2] if grade else word_after(text, "of")
    material = FORM_OF.get((element, amount[3]), amount[3] or "")
    moisture = Decimal(moist[1]) if moist else None
    facts = Facts(
        element=element or (FORMS[material].element if material in FORMS else ""),
        material=material,
        moisture_pct=moisture,
        grade_pct=Decimal(grade[1]) if grade else None,
        **common,
    )
    content_mg = (
        contained(total, material=material, moisture_pct=moisture or Decimal(0), grade_pct=Decimal(grade[1]))
        if grade
        else None
    )
    return Portion(uri=name, mass_mg=total, content_mg=content_mg, facts=facts, instance=instance)


def event(line: str) -> Event:
    """Read one line of the ledger."""
    day, verb, rest = line.split(None, 2)
    at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    common = {
        "where": day,
        "happened_at": at,
        "ours": True,
        "site": "" if " at nowhere" in rest else word_after(rest, "at") or "here",
        "certificates": tuple(filter(None, [word_after(rest, "under")])),
        "terms": EventTerms(
            model=word_after(rest, "claims"), claimed_pct=Decimal(0) if rest.endswith("not claimed") else None
        ),
    }
    if verb in {"begin", "receive", "mine"}:
        name = rest.split()[0]
        return Event(happening=Happening.BEGINS, begun=(portion(name, rest),), **common)
    if verb == "transform":
        left, right = rest.split("→")
        used = []
        for part in filter(str.strip, left.split("+")):
            amount = AMOUNT.search(part)
            name = part.split()[0]
            used.append(
                Portion(
                    uri=name,
                    mass_mg=milligrams(amount[1], amount[2]) if amount else None,
                    instance=name.startswith("BAG"),
                )
            )
        begun = tuple(portion(part.split()[0], part) for part in filter(str.strip, right.split("+")))
        campaign = word_after(rest, "during")
        return Event(happening=Happening.TRANSFORMS, used=tuple(used), begun=begun, campaign=campaign, **common)
    happening = {"send": Happening.SENDS, "destroy": Happening.ENDS, "pack": Happening.PACKS, "weigh": Happening.LOOKS}[
        verb
    ]
    name = rest.split()[0]
    amount = AMOUNT.search(rest)
    touched = Portion(uri=name, mass_mg=milligrams(amount[1], amount[2]) if amount else None)
    return Event(happening=happening, touched=(touched,), parent=word_after(rest, "into"), **common)


class Ledger:
    """Plays a table against the rules and compares the findings with the expected ones."""

    def __init__(self) -> None:
        self.lots = Lots()
        self.rights = Rights()
        self.tags: dict[str, frozenset[str]] = {}
        self.history = History()
        self.kept: list[Event] = []

    def play(self, table: str) -> None:
        """Play every line; unexpected findings and expectations not met fail."""
        found: list[tuple[Finding, Event]] = []
        for line in filter(None, (line.strip() for line in table.splitlines())):
            if line.startswith("expect"):
                found = self._met(line, found)
                continue
            assert not found, f"unexpected: {[(finding.code, finding.message) for finding, _ in found]}"
            happened = event(line)
            findings = self.judge(happened)
            found = [(finding, happened) for finding in findings]
        assert not found, f"unexpected: {[(finding.code, finding.message) for finding, _ in found]}"

    def judge(self, happened: Event) -> list[Finding]:
        setting = Setting(tags=self.tags)
        asked = {"rights": self.rights, "limits": Limits(recovery=RANGES), "setting": setting, "history": self.history}
        case = Case(event=happened, lots=self.lots, **asked)
        findings = judge(case)
        if not has_errors(findings):
            moved = movements(case)
            self.lots.apply(moved)
            self.history.keep(happened, moved)
            self.kept.append(happened)
            for part in happened.begun:
                if part.tag:
                    self.tags[part.tag] = self.tags.get(part.tag, frozenset()) | {part.uri}
        return findings

    def _met(self, line: str, found: list[tuple[Finding, Event]]) -> list[tuple[Finding, Event]]:
        _, code, *rest = line.split()
        amount = AMOUNT.search(line)
        for part in found:
            finding, happened = part
            names = {*happened.lots}
            right_lot = not rest or rest[0].rstrip(",") in names or not rest[0].startswith(("LOT", "BAG"))
            right_amount = not amount or Decimal(finding.params["missing_kg"]) * 10**6 == milligrams(
                *amount.groups()[:2]
            )
            if finding.code == code and right_lot and right_amount:
                return [other for other in found if other is not part]
        raise AssertionError(f"{line!r} was not found among {[(finding.code, finding.params) for finding, _ in found]}")


@pytest.fixture
def ledger() -> Ledger:
    """A ledger with nothing in it."""
    return Ledger()


@pytest.fixture
def certified() -> Callable[..., Rights]:
    """Make rights: sites and certificates that hold on given days, members that are approved or suspended."""

    def make(
        *,
        site: str = "",
        certificate: str = "",
        claim_class: str = "certified",
        before: str = "9999-12-31",
        suspended: dict[str, str] | None = None,
        days: tuple[str, ...] = (),
        minerals: tuple[str, ...] = ("cobalt",),
        group: str = "",
    ) -> Rights:
        sites, certificates, members, barred = {}, {}, {}, set()
        for text in days:
            on = datetime.fromisoformat(text).date()
            held = text < before
            verdict = yes() if held else no("the certificate was suspended")
            right = SiteRight(verdict, certificate, claim_class, minerals=frozenset(minerals), group=group)
            sites[site, on] = certificates[certificate, on] = right
            for member, since in (suspended or {}).items():
                members[member, on] = yes() if text < since else no("suspended by the group")
                barred |= {(member, on)} if text >= since else set()
        groups = dict.fromkeys(suspended or {}, group)
        return Rights(sites=sites, certificates=certificates, members=members, groups=groups, barred=frozenset(barred))

    return make
