"""An evaluated self-assessment or audit as OSCAL assessment results: what was looked at, seen and found, with dates.

Each answer is an observation and each requirement that counts is a finding. OSCAL knows “satisfied” and
“not-satisfied” alone: only what is met in full is satisfied, what is not known is not, and the rating itself stands
beside it. No person is named; files of evidence are named by their digest.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

import msgspec

from orepass.scheme.rules.model import FALLBACK, Pack, told
from orepass.scheme.rules.oscal.document import (
    NAMESPACE,
    Json,
    identifier,
    instant,
    listed,
    metadata,
    props,
    resource,
    value_of,
)
from orepass.scheme.rules.outcome import GroupScore, Outcome, RequirementResult

METHODS: Final = {
    "document": "EXAMINE",
    "photo": "EXAMINE",
    "observation": "EXAMINE",
    "oral": "INTERVIEW",
    "measurement": "TEST",
}
FULL: Final = "1/1"
PARTIES: Final = {"first": "the client", "third": "the auditor"}


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: who gave it, the client (``first``) or the auditor (``third``), how it was shown, and when."""

    requirement: str
    party: str
    answer: str
    evidence_class: str
    evidence: tuple[str, ...]
    note: str
    at: datetime


def results(pack: Pack, outcome: Outcome, observed: Sequence[Observed], *, file: str, language: str = FALLBACK) -> Json:
    """Return the assessment results of a file on the day of its outcome."""
    catalogue = resource(pack, "catalog", f"{pack.ref} {outcome.standard}", f"{NAMESPACE}:catalog:{pack.ref}")
    plan = resource(pack, "plan", f"Assessment of {file}", f"{NAMESPACE}:plan:{file}")
    seed = f"{file}/{outcome.inputs_digest}/{outcome.on.isoformat()}"
    latest = max((one.at for one in observed), default=outcome.on)
    title = f"{told(pack.standard(outcome.standard).title, language)}: {file}"
    return {
        "assessment-results": {
            "uuid": identifier(seed, "assessment-results", language),
            "metadata": metadata(pack, title, language=language, on=latest),
            "import-ap": {
                "href": f"#{plan['uuid']}",
                "remarks": "The plan is the standard itself, as the profile reads it.",
            },
            "results": [_result(outcome, observed, seed, file)],
            "back-matter": {"resources": [catalogue, plan]},
        }
    }


def _result(outcome: Outcome, observed: Sequence[Observed], seed: str, file: str) -> Json:
    days: list[date | datetime] = [one.at for one in observed]
    counted = [found for found in outcome.results if found.counted]
    reasons = " ".join(reason.message for reason in outcome.reasons)
    return {
        "uuid": identifier(seed, "result"),
        "title": f"{outcome.standard} on {outcome.on.isoformat()}",
        "description": f"Evaluation of {file}: {outcome.outcome.value}. {reasons}".strip(),
        "start": instant(min(days, default=outcome.on)),
        "end": instant(max(days, default=outcome.on)),
        **props(_about(outcome)),
        "reviewed-controls": {"control-selections": [_selection(counted)]},
        **listed("observations", (_observation(one, seed) for one in observed)),
        **listed("findings", (_finding(found, observed, seed) for found in counted)),
    }


def _about(outcome: Outcome) -> Iterator[tuple[str, str]]:
    yield "outcome", outcome.outcome.value
    yield "level", outcome.level
    yield "inputs-digest", outcome.inputs_digest
    yield "pack-digest", outcome.pack_digest
    yield from (("overlay", name) for name in outcome.overlays)
    yield from (("gate-failed", name) for name in outcome.gates_failed)
    yield from (("gate-unknown", name) for name in outcome.gates_unknown)
    if outcome.aggregate:
        yield "score-percent", str(outcome.aggregate.percent)
    yield from _scores(outcome.dimensions)


def _scores(groups: Iterable[GroupScore]) -> Iterator[tuple[str, str]]:
    for group in groups:
        if group.score:
            yield f"score-percent-{group.group}", str(group.score.percent)


def _selection(counted: list[RequirementResult]) -> Json:
    included = listed("include-controls", ({"control-id": found.requirement} for found in counted))
    return included or {"include-all": {}, "remarks": "Nothing counts yet."}


def _observation(one: Observed, seed: str) -> Json:
    evidence = (
        {"href": _named(sha256), "description": f"A file of evidence ({one.evidence_class or 'kind not said'})."}
        for sha256 in one.evidence
    )
    return {
        "uuid": _observation_id(one, seed),
        "title": f"{one.requirement}, answered by {PARTIES[one.party]}",
        "description": one.note.strip() or "No remark was made.",
        **props([("requirement", one.requirement), ("party", one.party), ("rating", one.answer)]),
        "methods": [METHODS.get(one.evidence_class, "UNKNOWN")],
        "types": ["finding" if one.party == "third" else "discovery"],
        **listed("relevant-evidence", evidence),
        "collected": instant(one.at),
    }


def _observation_id(one: Observed, seed: str) -> str:
    return identifier(seed, "observation", one.party, one.requirement)


def _named(sha256: str) -> str:
    """Return the name of a file by its digest (RFC 6920)."""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _finding(found: RequirementResult, observed: Sequence[Observed], seed: str) -> Json:
    name = found.requirement
    met = found.score is not None and found.score == FULL
    gate = None if found.gate is None else found.gate.answer
    known = [
        ("rating", found.rating or ""),
        ("score", found.score or ""),
        ("gate", "" if gate is None else str(gate)),
        ("core", "yes" if found.core else "no"),
        ("phase", found.phase),
        ("due-on", found.due_on.isoformat() if found.due_on else ""),
    ]
    reasons = " ".join(reason.message for reason in found.reasons)
    related = ({"observation-uuid": _observation_id(one, seed)} for one in observed if one.requirement == name)
    return {
        "uuid": identifier(seed, "finding", name),
        "title": f"{name}: {found.rating or 'not known'}",
        "description": value_of(f"{found.why.message} {reasons}".strip()),
        **props(known),
        "target": {
            "type": "statement-id",
            "target-id": f"{name}_smt",
            "status": {
                "state": "satisfied" if met else "not-satisfied",
                "reason": "pass" if met else "other" if found.score is None else "fail",
            },
        },
        **listed("related-observations", related),
    }
