"""Exclusions: what no tier, no score and no plan lifts; the list stands in the pack and can grow.

A pack names facts (block ``exclusions``), each with what it is read from: requirements, of which one that is not met
at all makes the fact true, and facts found at a site (``site.R1c``, ``site.illegal_status``). True refuses at every
tier; unknown never grants. A standard may add to the list of its pack, never take from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed
from orepass.kernel.verdict import Answer, Unknown, Verdict, all_of, any_of, negate, no, unknown, yes
from orepass.scheme.rules.outcome import RequirementResult
from orepass.scheme.rules.parameters import Rules
from orepass.scheme.rules.worded import among

BLOCK: Final = "exclusions"
SITE: Final = "site."
SOURCE: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="what no scheme permits; the list is open", verified=True
)
EXCLUDED: Final = FindingKind(
    "scheme.exclusion.holds",
    Severity.ERROR,
    _("“{fact}” excludes from every tier: {reasons}."),
    what_to_do=_("No score and no plan makes up for it; it has to end, and somebody independent has to see that."),
)
OPEN: Final = FindingKind(
    "scheme.exclusion.unknown",
    Severity.ERROR,
    _("Whether “{fact}” excludes is not known: {reasons}."),
    what_to_do=_("Find out and show it with evidence; nothing is granted while this is not known."),
)


def listed(rules: Rules) -> dict[str, frozenset[str]]:
    """Return the facts that a pack excludes for, each with the codes it is read from."""
    found = rules.under(BLOCK)
    return {fact: frozenset(str(code) for code in parameter.value) for fact, parameter in found.items()}


def taken_away(pack: Rules, standard: Rules) -> list[str]:
    """Return the facts whose codes a standard drops from the list of its pack: it may only add."""
    mine = listed(standard)
    return [fact for fact, codes in listed(pack).items() if not codes <= mine.get(fact, frozenset())]


def told_by(results: Iterable[RequirementResult], codes: frozenset[str]) -> Verdict:
    """Read a fact from judged requirements: one of those named that is not met at all says yes, else all say no."""
    asked = [found for found in results if found.requirement in codes and not found.applies.is_no]
    return any_of(_one(found) for found in asked) if asked else unknown(Unknown.MISSING, "no requirement asks for it")


def _one(found: RequirementResult) -> Verdict:
    if found.score is not None and Fraction(found.score) == 0:
        return yes(f"{found.requirement} is not met")
    if found.rating is None or found.applies.is_unknown:
        return unknown(Unknown.MISSING, f"{found.requirement} is not answered")
    return no(f"{found.requirement} was judged")


def together(judged: Verdict, seen: Verdict) -> Verdict:
    """Join what was judged in a file with what was seen at the sites: any yes counts, and one plain no is enough."""
    if judged.is_yes or seen.is_yes:
        return any_of([judged, seen])
    return next((part for part in (judged, seen) if part.is_no), judged)


def at_sites(codes: frozenset[str]) -> list[str]:
    """Return the facts found at sites that a fact is read from, such as R1c."""
    return sorted(code.removeprefix(SITE) for code in codes if code.startswith(SITE))


def findings_of(facts: Mapping[str, Verdict]) -> list[Finding]:
    """Return why nothing may be granted: what excludes, and what nobody knows."""
    return [kind.at(fact, fact=fact, reasons="; ".join(reasons)) for fact, kind, reasons in _against(facts)]


def _against(facts: Mapping[str, Verdict]) -> Iterator[tuple[str, FindingKind, tuple[str, ...]]]:
    for fact, verdict in facts.items():
        if not verdict.is_no:
            yield fact, EXCLUDED if verdict.is_yes else OPEN, verdict.reasons


def free_of(facts: Mapping[str, Verdict]) -> Verdict:
    """Answer whether nothing excludes; only a plain no to every fact is a yes, and an empty list is not known."""
    if not facts:
        return unknown(Unknown.MISSING, "no fact was looked at")
    return all_of(negate(verdict) for verdict in facts.values())


@rule("exclusion")
def exclusion(
    *,
    worst_child_labour: bool | None = None,
    forced_labour: bool | None = None,
    armed_group_support: bool | None = None,
    illegal_status: bool | None = None,
    rush_mining: bool | None = None,
    land_rights_infringed: bool | None = None,
    protected_area_infringed: bool | None = None,
    tier: str = "entry",
) -> Computed[str]:
    """Whether something excludes at any tier: refused, unknown or free; a fact that is left out is not known."""
    given = {
        "worst_child_labour": worst_child_labour,
        "forced_labour": forced_labour,
        "armed_group_support": armed_group_support,
        "illegal_status": illegal_status,
        "rush_mining": rush_mining,
        "land_rights_infringed": land_rights_infringed,
        "protected_area_infringed": protected_area_infringed,
    }
    facts = {fact: _given(fact, value) for fact, value in given.items()}
    verdict = free_of(facts)
    value = {Answer.YES: "free", Answer.NO: "refused", Answer.UNKNOWN: "unknown"}[verdict.answer]
    words = [
        said(kind.message, fact=typed(fact), reasons=tuple(reasons)) for fact, kind, reasons in _against(facts)
    ] or [said(_("Nothing on the list excludes."))]
    at_any = said(_("The tier “{tier}” changes nothing."), tier=typed(tier))
    return Computed(value=value, unit="code", explanation=(*words, at_any), sources=(SOURCE, OWN_CHOICE))


@rule("exclusion-named")
def exclusion_named(*, code: str, codes: str) -> Computed[bool]:
    """Whether a requirement that is not met, or a fact found at a site, is one that a scheme excludes for."""
    known = names_in(codes)
    return Computed(
        value=code in known, unit="boolean", explanation=(among(code, known),), sources=(SOURCE, OWN_CHOICE)
    )


def _given(fact: str, value: bool | None) -> Verdict:  # noqa: FBT001 - three-valued
    if value is None:
        return unknown(Unknown.MISSING, said(_("{fact}: nobody said"), fact=typed(fact)))
    if value:
        return yes(said(_("{fact}: so it was found"), fact=typed(fact)))
    return no(said(_("{fact}: looked for, not found"), fact=typed(fact)))
