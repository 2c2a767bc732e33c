"""Lay the overlays that hold for a site over a standard (scenarios R-01, L-08).

Whether an overlay holds is answered like every condition: yes, no or unknown. Where it is unknown, the stricter reading
is used and said: whoever meets it meets the standard either way.
"""

from functools import lru_cache
from typing import Any, Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules.expression import Facts, references
from orepass.scheme.rules.model import Interpretation, Pack, Requirement, Standard, Subject, Tightening
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.overlaying import DRAFT, Asked, strictest

HOLDS: Final = FindingKind(
    "scheme.overlay.holds",
    Severity.NOTE,
    _("The interpretation “{overlay}” holds, because here {facts} ({condition})."),
)
MAY_HOLD: Final = FindingKind(
    "scheme.overlay.may_hold",
    Severity.WARNING,
    _("Whether the interpretation “{overlay}” holds is not known ({condition}); its stricter reading is used."),
    what_to_do=_("Complete the profile: {missing}."),
)
CACHED: Final = 128


type Seen = tuple[str, str, Any]


class Overlaid(msgspec.Struct, frozen=True, kw_only=True):
    """A standard as it is read for one site, with the overlays that were laid over it, and why."""

    standard: Standard
    overlays: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()


class _Held:
    """A pack as a key: two packs of one digest say the same."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.pack.digest == other.pack.digest


def overlaid(pack: Pack, code: str, profile: Profile) -> Overlaid:
    """Return a standard as it is read for a site.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    names: list[str] = []
    notes: list[Finding] = []
    for overlay in pack.overlays:
        if overlay.status != DRAFT and overlay.touches(code):
            note = _note(overlay.name, overlay.condition, _seen(overlay.condition, profile))
            if note:
                names.append(overlay.name)
                notes.append(note)
    read = read_under(pack, code, tuple(names))
    return Overlaid(standard=read, overlays=tuple(names), notes=tuple(notes))


def _seen(condition: str, profile: Profile) -> tuple[Seen, ...]:
    """Return the facts that a condition looks at: all that its answer depends on."""
    return tuple(
        (base, name, profile.flags.get(name) if base == "flags" else getattr(profile, name))
        for base, name in references(condition)
    )


@lru_cache(maxsize=4096)
def _note(overlay: str, condition: str, seen: tuple[Seen, ...]) -> Finding | None:
    """Say why an overlay holds, or may hold; nothing where it does not."""
    site = {name: list(value) if isinstance(value, tuple) else value for base, name, value in seen if base == "site"}
    facts = Facts(site, {name: value for base, name, value in seen if base == "flags" and value is not None})
    verdict = facts.verdict(condition)
    if verdict.is_no:
        return None
    told = facts.seen(condition)
    missing = ", ".join(name.partition(" = ")[0] for name in told if name.endswith("= ?"))
    kind = HOLDS if verdict.is_yes else MAY_HOLD
    return kind.at(overlay, overlay=overlay, condition=condition, facts="; ".join(told), missing=missing)


def read_under(pack: Pack, code: str, overlays: tuple[str, ...]) -> Standard:
    """Return a standard as it is read under some overlays, named in the order of the pack."""
    return _read(_Held(pack), code, overlays) if overlays else pack.standard(code)


@lru_cache(maxsize=CACHED)
def _read(held: _Held, code: str, names: tuple[str, ...]) -> Standard:
    standard = held.pack.standard(code)
    chosen = [overlay for overlay in held.pack.overlays if overlay.name in names]
    said: dict[str, list[tuple[str, Tightening]]] = {}
    rules = standard.rules
    for overlay in chosen:
        rules = strictest(rules, overlay.rules)
        for tightening in overlay.tightenings:
            said.setdefault(tightening.requirement, []).append((overlay.name, tightening))
    subjects = tuple(_subject(subject, said) for subject in standard.subjects)
    return msgspec.structs.replace(
        standard,
        rules=rules,
        subjects=subjects,
        requirements=tuple(requirement for subject in subjects for requirement in subject.requirements),
    )


def _subject(subject: Subject, said: dict[str, list[tuple[str, Tightening]]]) -> Subject:
    read = tuple(_requirement(requirement, said.get(requirement.id, [])) for requirement in subject.requirements)
    return msgspec.structs.replace(subject, requirements=read)


def _requirement(requirement: Requirement, said: list[tuple[str, Tightening]]) -> Requirement:
    if not said:
        return requirement
    asked = Asked(requirement.core, requirement.weight, requirement.due_year, requirement.accepts)
    for _name, one in said:
        asked = asked.with_(core=one.core, weight=one.weight, due_year=one.due_year, accepts=one.accepts)
    words = tuple(
        Interpretation(overlay=name, explanation=one.explanation, also_fails_when=one.also_fails_when)
        for name, one in said
        if one.explanation or one.also_fails_when
    )
    return msgspec.structs.replace(requirement, **asked._asdict(), interpretations=words)
