"""Check overlays: they may explain and tighten; whatever loosens, deletes or goes round in a circle is refused.

Scenario R-01: an interpretation is worked out at workshops with a balanced table, and both are logged with it.
"""

import itertools
from collections.abc import Iterator
from typing import Final

from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import blockcheck, schema
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.draft import Draft, OverlayDraft
from orepass.scheme.rules.folder import File
from orepass.scheme.rules.overlaying import Asked, ancestors, chain, loosens, movable, strictest
from orepass.scheme.rules.parameters import Parameter, ParameterMissing, Rules
from orepass.scheme.rules.rating import BadRating, rating_of
from orepass.scheme.rules.written import RequirementFile, TighteningFile

WORKSHOPS_USUAL: Final = 3
OVERLAYS_MAX: Final = 200
FORBIDDEN: Final = frozenset(
    (
        "applies_when",
        "delete",
        "deleted",
        "dimension",
        "evidence",
        "fails_when",
        "id",
        "indicator",
        "not_applicable",
        "not_relevant",
        "phase",
        "remove",
        "removed",
        "replace",
        "replaces",
        "skip",
        "statement",
        "subject",
    )
)
"""Keys with which somebody would take a requirement away or make it another one."""


def forbidden(file: File, wrong: list[Finding]) -> list[Finding]:
    """Say what would delete or rewrite a requirement, in the place of the schema's words about the same line."""
    said = file.value.get("requirements") if isinstance(file.value, dict) else None
    entries = said.items() if isinstance(said, dict) else ()
    found: list[Finding] = []
    for name, entry in entries:
        keys = sorted(set(entry) & FORBIDDEN) if isinstance(entry, dict) else []
        for key in keys:
            where = f"{file.name}:{file.reading.line(('requirements', name, key))}"
            found.append(f.OVERLAY_FORBIDDEN.at(where, key=key, requirement=name))
        if entry is None or entry is False:
            where = f"{file.name}:{file.reading.line(('requirements', name))}"
            found.append(f.OVERLAY_FORBIDDEN.at(where, key="everything", requirement=name))
    places = {finding.where for finding in found}
    return [*found, *(finding for finding in wrong if finding.where not in places)]


def check(draft: Draft) -> Iterator[Finding]:
    """Return everything that is wrong with the overlays."""
    if len(draft.overlays) > OVERLAYS_MAX:
        yield f.FILE_TOO_MANY.at("overlays:1", limit=OVERLAYS_MAX)
        return
    circles = list(_circles(draft))
    yield from circles
    for one in draft.overlays.values():
        yield from _place(draft, one)
        yield from _process(one)
        if not circles:
            yield from _requirements(draft, one)
            yield from _parameters(draft, one)
    if not circles:
        yield from _clashes(draft)


def _circles(draft: Draft) -> Iterator[Finding]:
    """Name every circle once, from the overlay that comes first in the alphabet."""
    for name, one in draft.overlays.items():
        circle = _circle(draft, name)
        if circle and name == min(circle):
            where = one.where("extends")
            yield f.OVERLAY_CYCLE.at(where, cycle=" → ".join([*circle, name]))


def _circle(draft: Draft, name: str) -> list[str]:
    """Return the shortest way from an overlay back to itself, or nothing."""
    ways = [[name]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for above in draft.overlays[way[-1]].overlay.extends:
            if above == name:
                return way
            if above in draft.overlays and above not in seen:
                seen.add(above)
                ways.append([*way, above])
    return []


def _place(draft: Draft, one: OverlayDraft) -> Iterator[Finding]:
    """Check name, standards and where it holds."""
    written, name = one.overlay, one.overlay.overlay
    stem = one.file.name.removeprefix("overlays/").removesuffix(".yaml")
    if stem != name:
        yield f.ID_SHAPE.at(one.where("overlay"), id=name, expected=stem)
    for key, known in (("extends", list(draft.overlays)), ("standards", list(draft.standards))):
        for at, word in enumerate(getattr(written, key)):
            if word not in known:
                where = one.where(key, at)
                yield f.OVERLAY_UNKNOWN.at(where, overlay=name, name=word, suggestion=suggest(word, known))
    if not written.countries and written.applies_when == "true" and not written.extends:
        yield f.OVERLAY_EVERYWHERE.at(one.where("overlay"), overlay=name)
    for above in chain(draft.overlays, name):
        wide = above.overlay.countries
        if wide and written.countries and not set(wide) & set(written.countries):
            yield f.OVERLAY_NOWHERE.at(one.where("countries"), overlay=name, other=above.overlay.overlay)


def _process(one: OverlayDraft) -> Iterator[Finding]:
    written, name = one.overlay, one.overlay.overlay
    workshops = written.process.workshops
    seats: dict[str, int] = {}
    for workshop in workshops:
        for group, number in workshop.participants.items():
            seats[group] = seats.get(group, 0) + number
    total = sum(seats.values())
    where = one.where("process")
    if written.status == "released" and not total:
        yield f.OVERLAY_UNDISCUSSED.at(where, overlay=name)
    if len(workshops) < WORKSHOPS_USUAL and written.status != "draft":
        yield f.OVERLAY_WORKSHOPS.at(where, overlay=name, count=len(workshops), usual=WORKSHOPS_USUAL)
    if total:
        group = max(seats, key=lambda group: seats[group])
        if seats[group] * 2 > total:
            share = seats[group] * 100 // total
            yield f.OVERLAY_UNBALANCED.at(where, overlay=name, group=group, share=share)
    entries = [entry.verified for entry in written.requirements.values()]
    entries += [entry.verified for entry in written.additional]
    if not all(entries):
        count = entries.count(False)
        yield f.OVERLAY_UNVERIFIED.at(one.where("overlay"), overlay=name, count=count, total=len(entries))


def _touched(draft: Draft, one: OverlayDraft) -> list[str]:
    return [code for code in draft.standards if not one.overlay.standards or code in one.overlay.standards]


def _requirements(draft: Draft, one: OverlayDraft) -> Iterator[Finding]:
    known: dict[str, RequirementFile] = {}
    for code in _touched(draft, one):
        known |= draft.requirements_of(code)
    unknown = [name for name in one.overlay.requirements if name not in known]
    for name, said in one.overlay.requirements.items():
        where = one.where("requirements", name)
        if name in unknown[schema.SAID_MAX :]:
            break
        if name not in known:
            suggestion = suggest(name, list(known))
            yield f.OVERLAY_UNKNOWN.at(where, overlay=one.overlay.overlay, name=name, suggestion=suggestion)
            continue
        base = _asked(known[name])
        for above in chain(draft.overlays, one.overlay.overlay):
            if name in above.overlay.requirements:
                base = _tightened(base, above.overlay.requirements[name])
        yield from _looser(one, name, said, base)


def _asked(written: RequirementFile) -> Asked:
    return Asked(written.criticality == "core", written.weight, written.due_year, tuple(written.accepts))


def _tightened(base: Asked, said: TighteningFile) -> Asked:
    core = None if said.criticality is None else said.criticality == "core"
    return base.with_(core=core, weight=said.weight, due_year=said.due_year, accepts=said.accepts)


def _looser(one: OverlayDraft, name: str, said: TighteningFile, base: Asked) -> Iterator[Finding]:
    more = [kind for kind in said.accepts or () if kind not in base.accepts]
    year, weight = said.due_year, said.weight
    wrong = {
        "criticality": (base.core and said.criticality == "progress", said.criticality, "core", "Write core."),
        "weight": (weight is not None and weight < base.weight, weight, base.weight, f"Write at least {base.weight}."),
        "due_year": (
            year is not None and year > base.due_year,
            year,
            base.due_year,
            f"Write at most {base.due_year}.",
        ),
        "accepts": (bool(more), ", ".join(more), ", ".join(base.accepts), f"Choose from: {', '.join(base.accepts)}."),
    }
    for key, (looser, value, asked, suggestion) in wrong.items():
        if looser:
            yield f.OVERLAY_LOOSENS.at(
                one.where("requirements", name, key),
                overlay=one.overlay.overlay,
                key=key,
                requirement=name,
                value=value,
                base=asked,
                suggestion=suggestion,
            )
    if said == TighteningFile(source=said.source, clause=said.clause, verified=said.verified):
        yield f.OVERLAY_EMPTY.at(one.where("requirements", name), overlay=one.overlay.overlay, requirement=name)


def _parameters(draft: Draft, one: OverlayDraft) -> Iterator[Finding]:
    sound: dict[str, Parameter] = {}
    for path, found in one.rules.parameters.items():
        where = one.where("parameters", *path.split("."))
        wrong = [*blockcheck.single(path, found, where), *_moved(draft, one, found, where)]
        yield from wrong
        if not wrong:
            sound[path] = found
    for code in _touched(draft, one) if sound else ():
        yield from _effect(draft, one, code, Rules(sound))


def _moved(draft: Draft, one: OverlayDraft, found: Parameter, where: str) -> Iterator[Finding]:
    """Say whether a parameter may be moved, is there to be moved, and moves to the stricter side."""
    name, path = one.overlay.overlay, found.path
    if not movable(path):
        yield f.OVERLAY_PARAMETER.at(where, path=path)
        return
    bases = {code: _base(draft, one, code, path) for code in _touched(draft, one)}
    if not any(bases.values()):
        suggestion = "Set it in rules.yaml first; an overlay moves what the edition sets."
        yield f.OVERLAY_UNKNOWN.at(where, overlay=name, name=path, suggestion=suggestion)
    if blockcheck.single(path, found, where):
        return
    for code, base in bases.items():
        if base and not blockcheck.single(path, base, where) and loosens(path, base, found):
            yield f.OVERLAY_LOOSENS.at(
                where,
                overlay=name,
                key=path,
                requirement=code,
                value=found.value,
                base=base.value,
                suggestion=f"Write {base.value} or stricter, or limit the overlay with standards.",
            )


def _base(draft: Draft, one: OverlayDraft, code: str, path: str) -> Parameter | None:
    rules = draft.rules_of(code)
    for above in chain(draft.overlays, one.overlay.overlay):
        if path in rules and path in above.rules and not blockcheck.single(path, above.rules[path], ""):
            rules = strictest(rules, Rules({path: above.rules[path]}))
    return rules.parameters.get(path)


def _effect(draft: Draft, one: OverlayDraft, code: str, sound: Rules) -> Iterator[Finding]:
    """Check that a standard's parameters still fit together under the overlay."""
    rules = draft.rules_of(code)
    if any(blockcheck.single(path, found, "") for path, found in rules.parameters.items()) or not _rated(rules):
        return  # what is wrong with the standard itself is said in its own place
    before = {(clash.params["path"], clash.params["other"]) for clash in blockcheck.together(rules, lambda _path: "")}
    read = strictest(rules, sound)

    def place(path: str) -> str:
        return one.where("parameters", *path.split("."))

    for clash in blockcheck.together(read, place):
        if (clash.params["path"], clash.params["other"]) not in before:
            yield clash
    try:
        rating_of(read)
    except BadRating as bad:
        yield f.PARAMETER_VALUE.at(place(bad.path), path=bad.path, value=bad.value, suggestion=bad.suggestion)


def _rated(rules: Rules) -> bool:
    try:
        rating_of(rules)
    except (BadRating, ParameterMissing):
        return False
    return True


def _clashes(draft: Draft) -> Iterator[Finding]:
    """Find pairs that may hold together and would leave no evidence to accept."""
    live = [one for one in draft.overlays.values() if one.overlay.status != "draft"]
    for one, two in itertools.combinations(live, 2):
        if _apart(draft, one, two):
            continue
        for name in one.overlay.requirements.keys() & two.overlay.requirements.keys():
            kinds = [said.accepts for said in (one.overlay.requirements[name], two.overlay.requirements[name])]
            if all(kinds) and not set(kinds[0] or ()) & set(kinds[1] or ()):
                where = two.where("requirements", name, "accepts")
                yield f.OVERLAY_CLASH.at(
                    where, overlay=one.overlay.overlay, other=two.overlay.overlay, requirement=name
                )


def _apart(draft: Draft, one: OverlayDraft, two: OverlayDraft) -> bool:
    """Say whether two overlays are for different countries and so never hold together."""
    lists = [_countries(draft, side.overlay.overlay) for side in (one, two)]
    return any(not set(mine) & set(theirs) for mine in lists[0] for theirs in lists[1])


def _countries(draft: Draft, name: str) -> list[list[str]]:
    """Return every list of countries that an overlay is bound to."""
    names = (name, *ancestors(draft.overlays, name))
    return [draft.overlays[each].overlay.countries for each in names if draft.overlays[each].overlay.countries]
