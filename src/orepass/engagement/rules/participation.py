"""How miners and farmers take part in making a system: headings, task forces, barriers, peer review, pilots.

Facts from the study of 2013 on certification of artisanal mining (IIED) and from the CPS II and CRS pilots; what is
derived from them says so.
"""

from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

STUDY: Final = Source(
    title=ASM_STUDY,
    clause="lines 1145 to 1165, 1863 to 1869 and 2434 to 2445",
    verified=True,
)
PILOT: Final = Source(title="CPS II, press release", clause="lines 7 to 10, purpose of the pilots", verified=True)

PILOT_HEADINGS: Final = ("practicality", "functionality", "clarity", "applicability")
"""Under what the pilot of a standard is commented on."""

MINER_HEADINGS: Final = ("gaps", "costs", "audit_way")
"""Under what miners' input on a system is filed: gaps, costs, and the best way to be audited."""

TASK_OUTPUTS: Final = (_("participation"), _("surveys"), _("trials"), _("suitability"))
"""What a task force on smallholders delivers."""

BARRIERS: Final = ("system", "institutions")
"""Why smallholders stay out: the system itself, or the institutions around it."""

PEER_PRINCIPLES: Final = ("transparency", "shared_duty", "open_books", "peer_review")
"""The four principles of participatory guarantee, adapted locally but never dropped."""

_MISSING: Final = _("Missing: {missing}.")


def _known(name: str, given: list[str], known: tuple[str, ...]) -> None:
    for word in given:
        need(word in known, name, word, one_of(known))


@rule("system-change")
def system_change(*, miner_inputs: int) -> Computed[str]:
    """Whether a change of the system rests on miners' input: heard, or a warning that nobody asked them."""
    need(miner_inputs >= 0, "miner_inputs", miner_inputs, "it must not be below zero")
    value = "heard" if miner_inputs else "warning"
    words = said(_("{count} inputs of miners, filed under {codes}."), count=miner_inputs, codes=MINER_HEADINGS)
    return Computed(value=value, unit="code", explanation=(words,), sources=(STUDY, OWN_CHOICE))


@rule("pilot-grants")
def pilot_grants(*, pilot_audits: int, regular_audits: int = 0) -> Computed[bool]:
    """Whether audits can lead to a certificate: a pilot audit alone never does."""
    need(pilot_audits >= 0, "pilot_audits", pilot_audits, "it must not be below zero")
    need(regular_audits >= 0, "regular_audits", regular_audits, "it must not be below zero")
    words = said(
        _("{pilots} pilot audits and {regular} regular ones; only the latter count."),
        pilots=pilot_audits,
        regular=regular_audits,
    )
    return Computed(value=regular_audits > 0, unit="boolean", explanation=(words,), sources=(PILOT, OWN_CHOICE))


@rule("task-force-may-close")
def task_force_may_close(*, done: str, criteria_named: bool = True) -> Computed[bool]:
    """Whether a task force may close: all four outputs done, and each proposal names the criterion it changes."""
    given = names_in(done)
    _known("done", given, TASK_OUTPUTS)
    missing = tuple(output for output in TASK_OUTPUTS if output not in given)
    words = [said(_MISSING, missing=missing) if missing else said(_("All four outputs are done."))]
    if not criteria_named:
        words.append(said(_("A proposal does not name the criterion it changes.")))
    value = not missing and criteria_named
    return Computed(value=value, unit="boolean", explanation=tuple(words), sources=(STUDY, OWN_CHOICE))


@rule("barriers")
def barriers(*, reasons: str) -> Computed[str]:
    """Reasons for drop-outs and refusals, counted under the two headings: system/institutions."""
    given = names_in(reasons)
    _known("reasons", given, BARRIERS)
    counts = [given.count(heading) for heading in BARRIERS]
    words = said(_("System: {system}. Institutions: {institutions}."), system=counts[0], institutions=counts[1])
    return Computed(value=f"{counts[0]}/{counts[1]}", unit="text", explanation=(words,), sources=(STUDY, OWN_CHOICE))


@rule("peer-variant")
def peer_variant(*, kept: str) -> Computed[bool]:
    """Whether a local variant of peer review keeps all four principles; one that drops any is refused."""
    given = names_in(kept)
    _known("kept", given, PEER_PRINCIPLES)
    missing = tuple(name for name in PEER_PRINCIPLES if name not in given)
    words = said(_("It drops: {codes}."), codes=missing) if missing else said(_("It keeps all four."))
    return Computed(value=not missing, unit="boolean", explanation=(words,), sources=(STUDY, OWN_CHOICE))


@rule("peer-may-review")
def peer_may_review(*, reviewer: str, owner: str) -> Computed[bool]:
    """Whether a peer may review a plot: anybody's but their own."""
    value = reviewer.strip().casefold() != owner.strip().casefold()
    words = said(_("It is somebody else's plot.") if value else _("Nobody reviews their own plot."))
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(STUDY, OWN_CHOICE))
