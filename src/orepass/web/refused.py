"""Refusals as a page says them: the states, steps and people behind their placeholders in the reader's words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
from django.utils.translation import gettext as _

from orepass.engagement.rules.lifecycles import DEVELOPMENT
from orepass.kernel.finding import Finding
from orepass.kernel.refusal import Refusal
from orepass.party import queries as party
from orepass.web import vocabulary, words
from orepass.web.people import names_of
from orepass.web.vocabulary import ahead

NOTHING: Final = "—"


class RefusedFinding(msgspec.Struct, frozen=True):
    """A finding that came with a refusal, in the reader's language."""

    said: str
    where: str
    way_out: str
    code: str


class Refused(msgspec.Struct, frozen=True):
    """A refusal in the reader's language."""

    code: str
    said: str
    way_out: str
    findings: tuple[RefusedFinding, ...] = ()


def refused(refusal: Refusal) -> Refused:
    """Say a refusal, what to do about it, and the findings that came with it."""
    said = _worded(refusal.code, refusal.params)
    findings = tuple(found_against(found) for found in refusal.findings)
    if findings and "first" in refusal.params:
        # The sentence of the refusal takes up that of its first finding, which is told in English there.
        said["first"] = _first(str(refusal.params["first"]), refusal.findings, findings)
    return Refused(
        code=refusal.code,
        said=words.refusal_text(refusal, said),
        way_out="" if said.get("allowed") == NOTHING else words.way_out_text(refusal, said),
        findings=findings,
    )


def _first(sentence: str, told: Sequence[Finding], findings: Sequence[RefusedFinding]) -> str:
    """Say the error that a refusal takes up in the reader's language; its code stands beside it on a page.

    It need not be the first of the findings.
    """
    for found, worded in zip(told, findings, strict=True):
        if found.message in sentence:
            worded_within = worded.said.removesuffix(".")
            return sentence.replace(f"{found.message} ({found.code})", worded_within).replace(
                found.message, worded.said
            )
    return sentence


def found_against(found: Finding) -> RefusedFinding:
    """Say a finding that stands against something, with where it was found and the way out."""
    said = words.finding_text(found, _worded(found.code, found.params))
    where = "" if found.code in ABOUT_A_PERSON else found.where
    return RefusedFinding(said, where, words.finding_way_out(found), found.code)


def _worded(code: str, params: Mapping[str, object]) -> dict[str, str]:
    return {name: say(str(params[name])) for name, say in SAYERS.get(code, {}).items() if name in params}


def _several(say: Callable[[str], str]) -> Callable[[str], str]:
    """Say codes that stand in a row."""

    def listed(codes: str) -> str:
        return ", ".join(_each(say, codes.split(", "))) or NOTHING

    return listed


def _each(say: Callable[[str], str], codes: Iterable[str]) -> Sequence[str]:
    return [code if code == NOTHING else say(code) for code in codes]


def _person(pseudonym: str) -> str:
    return names_of([pseudonym]).get(pseudonym, pseudonym)


def _site(identifier: str) -> str:
    known = party.site_cards([identifier]).get(identifier)
    return known.name if known else identifier


def _duty(code: str) -> str:
    table = {
        "evaluate": _("evaluate"),
        "review": _("review"),
        "decide": _("decide"),
        "resolve_appeal": _("resolve an appeal"),
    }
    return table.get(code, code)


def _day(written: str) -> str:
    return words.day_text(date.fromisoformat(written))


def _reasons(said: str) -> str:
    """Say reasons that stand in a row, each of them a text of ours."""
    return "; ".join(map(words.translated, said.split("; ")))


def _case_state(code: str) -> str:
    """Say where a complaint, an appeal or a development stands."""
    return vocabulary.development_state(code) if code in DEVELOPMENT.states else vocabulary.case_state(code)


def _case_step(code: str) -> str:
    """Say a step of one of these; those of a development come without its name."""
    return vocabulary.case_step(code) if "." in code else vocabulary.development_step(f"{DEVELOPMENT.name}.{code}")


ABOUT_A_PERSON: Final = frozenset(
    {
        "assurance.impartiality.same_file",
        "assurance.impartiality.tied",
        "assurance.impartiality.staff",
        "assurance.impartiality.undeclared",
    }
)
"""Findings whose place is a pseudonym, which no reader has to see."""

SAYERS: Final[dict[str, dict[str, Callable[[str], str]]]] = {
    "assurance.file.state": {"state": vocabulary.file_state, "allowed": _several(ahead.file_step_ahead)},
    "assurance.finding.state": {"state": vocabulary.finding_state, "allowed": _several(ahead.finding_step_ahead)},
    "diligence.risk.state": {"state": vocabulary.risk_state, "allowed": _several(ahead.risk_step_ahead)},
    "groups.member.state": {"state": vocabulary.member_state, "allowed": _several(vocabulary.member_step)},
    "recognition.agreement.state": {
        "state": vocabulary.agreement_state,
        "allowed": _several(vocabulary.agreement_step),
    },
    "engagement.case.state": {"state": _case_state, "allowed": _several(_case_step)},
    "assurance.certificate.state": {"state": vocabulary.certificate_status},
    "assurance.impartiality.refused": {"person": _person, "duty": _duty},
    "assurance.impartiality.same_file": {"did": _duty, "duty": _duty},
    "assurance.certificate.sites": {"sites": _several(_site)},
    "custody.member.suspended": {"day": _day, "reason": _reasons},
    "custody.member.no_right": {"day": _day, "reason": _reasons},
    "stages.plan.state": {"state": vocabulary.file_state},
    "assurance.candidate.ended": {"ended": _day},
}
"""How the values behind placeholders are said, by the code of the refusal or finding."""
