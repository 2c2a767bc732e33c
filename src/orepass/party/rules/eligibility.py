"""Who may enter a scheme for mines, and who may audit for it: facts of the systems in the study of 2013 (IIED).

A rule here answers one question of one system; which of them a scheme asks is the scheme's own choice.
"""

from datetime import date
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, rule, spelled
from orepass.kernel.period import Period
from orepass.kernel.works import ASM_STUDY

ORGANISED: Final = Source(
    title=ASM_STUDY, clause="lines 416 to 443, miners' organisations of Fairtrade and Fairmined", verified=True
)
MEMBERS: Final = Source(title=ASM_STUDY, clause="lines 481 to 489, members of a council of jewellers", verified=True)
CONCESSION: Final = Source(title=ASM_STUDY, clause="lines 499 to 515, two ways in for artisanal gold", verified=True)
LICENSED: Final = Source(title=ASM_STUDY, clause="lines 588 to 607, licensed miners on informal sites", verified=True)
UPSTREAM: Final = Source(title=ASM_STUDY, clause="lines 543 to 551, actors of a supply chain initiative", verified=True)
EMPLOYED: Final = Source(title="CPS II, press release", clause="line 21, auditors permanently employed", verified=True)

ORGANISATION: Final = ("formalised", "legally_recognised", "auditable_accounts", "democratic")
"""What a miners' organisation has to be, all of it."""

TITLES: Final = ("mining_right", "lease")
"""What it holds: one is enough."""

CONCESSION_PARTS: Final = ("declared", "professionalised", "from_concession")
"""What a mining company shows of artisanal producers on its concession, all of it."""

CHAIN_KINDS: Final = (
    "cooperative",
    "mining_company",
    "mine_site",
    "processor",
    "exporter",
    "local_trader",
    "international_trader",
    "smelter",
)
"""Who may register with an initiative of the upper part of a chain; whoever works below the smelter may not."""


@rule("organisation-eligible")
def organisation_eligible(*, shown: str, title: str | None = None) -> Computed[str]:
    """Where a miners' organisation may enter: full when it is all four and holds a right or a lease, else entry."""
    given = names_in(shown)
    for name in given:
        need(name in ORGANISATION, "shown", name, f"it must be one of {', '.join(ORGANISATION)}")
    need(title is None or title in TITLES, "title", title, f"it must be one of {', '.join(TITLES)}")
    missing = [name for name in ORGANISATION if name not in given] + ([] if title else ["a right or a lease"])
    words = f"Missing: {spelled(missing)}." if missing else f"It is all four and holds a {spelled([str(title)])}."
    value = "entry" if missing else "full"
    return Computed(value=value, unit="code", explanation=(words,), sources=(ORGANISED, OWN_CHOICE))


@rule("member-site-certified")
def member_site_certified(
    *, on: date, member_from: date | None = None, member_before: date | None = None, controlled: bool = True
) -> Computed[bool]:
    """Whether a certificate for members covers a site on a day: a member owns or controls it, and still is one."""
    member = member_from is not None and Period(member_from, member_before).holds(on)
    words = (
        "It is a member on this day." if member else "It is no member on this day.",
        "It owns or controls the site." if controlled else "It neither owns nor controls the site.",
    )
    return Computed(value=member and controlled, unit="boolean", explanation=words, sources=(MEMBERS, OWN_CHOICE))


@rule("concession-route")
def concession_route(
    *, comparable_certificate: bool = False, shown: str | None = None, on_concession: bool = True
) -> Computed[str]:
    """How artisanal gold enters a chain: certificate, concession (all three parts, and still on it) or refused."""
    given = names_in(shown or "")
    for name in given:
        need(name in CONCESSION_PARTS, "shown", name, f"it must be one of {', '.join(CONCESSION_PARTS)}")
    if comparable_certificate:
        words = "There is evidence of a certificate that the scheme deems comparable."
        return Computed(value="certificate", unit="code", explanation=(words,), sources=(CONCESSION,))
    missing = [name for name in CONCESSION_PARTS if name not in given] + ([] if on_concession else ["on_concession"])
    words = f"Missing: {spelled(missing)}." if missing else "The company shows all three of a site on its concession."
    value = "refused" if missing else "concession"
    return Computed(value=value, unit="code", explanation=(words,), sources=(CONCESSION, OWN_CHOICE))


@rule("miner-eligible")
def miner_eligible(*, miner_licensed: bool, site_licensed: bool = False) -> Computed[bool]:
    """Whether a miner may enter a scheme for licensed miners: by the miner's own licence, whatever the site is."""
    miner = "The miner is licensed" if miner_licensed else "The miner is not licensed"
    site = "the site is licensed" if site_licensed else "the site is informal"
    words = f"{miner}; {site}; only the miner's own licence counts."
    return Computed(value=miner_licensed, unit="boolean", explanation=(words,), sources=(LICENSED,))


@rule("chain-kind-admitted")
def chain_kind_admitted(*, kind: str) -> Computed[bool]:
    """Whether a kind of actor may register with an initiative for the chain down to the smelter."""
    words = f"Admitted are {spelled(CHAIN_KINDS)}."
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
        "Employed by the certifier on this day." if employed else "Not employed by the certifier on this day.",
        "The scheme demands it." if demanded else "The scheme does not demand it.",
        "There is a conflict of interest." if conflict else "There is no conflict of interest.",
    )
    value = (employed or not demanded) and not conflict
    return Computed(value=value, unit="boolean", explanation=words, sources=(EMPLOYED, OWN_CHOICE))
