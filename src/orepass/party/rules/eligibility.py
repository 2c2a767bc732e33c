"""Who may enter a scheme for mines, and who may audit for it: facts of the systems in the study of 2013 (IIED).

A rule here answers one question of one system; which of them a scheme asks is the scheme's own choice.
"""

from datetime import date
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, one_of, rule
from orepass.kernel.period import Period
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

ORGANISED: Final = Source(
    title=ASM_STUDY, clause="lines 416 to 443, miners' organisations of Fairtrade and Fairmined", verified=True
)
MEMBERS: Final = Source(title=ASM_STUDY, clause="lines 481 to 489, members of a council of jewellers", verified=True)
CONCESSION: Final = Source(title=ASM_STUDY, clause="lines 499 to 515, two ways in for artisanal gold", verified=True)
LICENSED: Final = Source(title=ASM_STUDY, clause="lines 588 to 607, licensed miners on informal sites", verified=True)
UPSTREAM: Final = Source(title=ASM_STUDY, clause="lines 543 to 551, actors of a supply chain initiative", verified=True)
EMPLOYED: Final = Source(title="CPS II, press release", clause="line 21, auditors permanently employed", verified=True)

ORGANISATION: Final = {
    "formalised": _("formalised"),
    "legally_recognised": _("legally recognised"),
    "auditable_accounts": _("auditable accounts"),
    "democratic": _("democratic"),
}
"""What a miners' organisation has to be, all of it."""

TITLES: Final = {
    "mining_right": _("It is all four and holds a mining right."),
    "lease": _("It is all four and holds a lease."),
}
"""What it holds: one is enough; and what to say of one that is all it has to be."""

CONCESSION_PARTS: Final = {
    "declared": _("declared"),
    "professionalised": _("professionalised"),
    "from_concession": _("from concession"),
}
"""What a mining company shows of artisanal producers on its concession, all of it."""

CHAIN_KINDS: Final = {
    "cooperative": _("cooperative"),
    "mining_company": _("mining company"),
    "mine_site": _("mine site"),
    "processor": _("processor"),
    "exporter": _("exporter"),
    "local_trader": _("local trader"),
    "international_trader": _("international trader"),
    "smelter": _("smelter"),
}
"""Who may register with an initiative of the upper part of a chain; whoever works below the smelter may not."""

_MISSING: Final = _("Missing: {missing}.")


@rule("organisation-eligible")
def organisation_eligible(*, shown: str, title: str | None = None) -> Computed[str]:
    """Where a miners' organisation may enter: full when it is all four and holds a right or a lease, else entry."""
    given = names_in(shown)
    for name in given:
        need(name in ORGANISATION, "shown", name, one_of(ORGANISATION))
    need(title is None or title in TITLES, "title", title, one_of(TITLES))
    missing = [words for name, words in ORGANISATION.items() if name not in given]
    missing += [] if title else [_("a right or a lease")]
    words = said(_MISSING, missing=tuple(missing)) if missing else said(TITLES[str(title)])
    value = "entry" if missing else "full"
    return Computed(value=value, unit="code", explanation=(words,), sources=(ORGANISED, OWN_CHOICE))


@rule("member-site-certified")
def member_site_certified(
    *, on: date, member_from: date | None = None, member_before: date | None = None, controlled: bool = True
) -> Computed[bool]:
    """Whether a certificate for members covers a site on a day: a member owns or controls it, and still is one."""
    member = member_from is not None and Period(member_from, member_before).holds(on)
    words = (
        said(_("It is a member on this day.") if member else _("It is no member on this day.")),
        said(_("It owns or controls the site.") if controlled else _("It neither owns nor controls the site.")),
    )
    return Computed(value=member and controlled, unit="boolean", explanation=words, sources=(MEMBERS, OWN_CHOICE))


@rule("concession-route")
def concession_route(
    *, comparable_certificate: bool = False, shown: str | None = None, on_concession: bool = True
) -> Computed[str]:
    """How artisanal gold enters a chain: certificate, concession (all three parts, and still on it) or refused."""
    given = names_in(shown or "")
    for name in given:
        need(name in CONCESSION_PARTS, "shown", name, one_of(CONCESSION_PARTS))
    if comparable_certificate:
        words = said(_("There is evidence of a certificate that the scheme deems comparable."))
        return Computed(value="certificate", unit="code", explanation=(words,), sources=(CONCESSION,))
    missing = [words for name, words in CONCESSION_PARTS.items() if name not in given]
    missing += [] if on_concession else [_("on concession")]
    whole = said(_("The company shows all three of a site on its concession."))
    words = said(_MISSING, missing=tuple(missing)) if missing else whole
    value = "refused" if missing else "concession"
    return Computed(value=value, unit="code", explanation=(words,), sources=(CONCESSION, OWN_CHOICE))


@rule("miner-eligible")
def miner_eligible(*, miner_licensed: bool, site_licensed: bool = False) -> Computed[bool]:
    """Whether a miner may enter a scheme for licensed miners: by the miner's own licence, whatever the site is."""
    miner = _("The miner is licensed") if miner_licensed else _("The miner is not licensed")
    site = _("the site is licensed") if site_licensed else _("the site is informal")
    words = said(_("{miner}; {site}; only the miner's own licence counts."), miner=miner, site=site)
    return Computed(value=miner_licensed, unit="boolean", explanation=(words,), sources=(LICENSED,))


@rule("chain-kind-admitted")
def chain_kind_admitted(*, kind: str) -> Computed[bool]:
    """Whether a kind of actor may register with an initiative for the chain down to the smelter."""
    words = said(_("Admitted are {kinds}."), kinds=tuple(CHAIN_KINDS.values()))
    return Computed(value=kind in CHAIN_KINDS, unit="boolean", explanation=(words,), sources=(UPSTREAM, OWN_CHOICE))


@rule("auditor-employed")
def auditor_employed(
    *,
    on: date,
    employed_from: date | None = None,
    employed_to: date | None = None,
    demanded: bool = True,
    conflict: bool = False,
) -> Computed[bool]:
    """Whether an auditor may be assigned where only employees audit: up to the last day of work; a conflict refuses."""
    ended = employed_to is not None and on > employed_to
    employed = employed_from is not None and employed_from <= on and not ended
    words = (
        said(
            _("Employed by the certifier on this day.") if employed else _("Not employed by the certifier on this day.")
        ),
        said(_("The scheme demands it.") if demanded else _("The scheme does not demand it.")),
        said(_("There is a conflict of interest.") if conflict else _("There is no conflict of interest.")),
    )
    value = (employed or not demanded) and not conflict
    return Computed(value=value, unit="boolean", explanation=words, sources=(EMPLOYED, OWN_CHOICE))
