"""Chapter two: standards are published, and every holder of the chain is assessed, audited and decided upon."""

import base64
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from orepass.cli.story.teller import Strand, Teller
from orepass.scheme.queries import evaluate, pack

SCHEME = "cera-4in1"
PACK = "cera-4in1@2026.1"
STANDARDS = ("CPS", "ASM", "CCS", "CPS2", "CFS", "CRS")
PUBLISHED = 415
ASSESSED, PLANNED, ARRIVED, VISITED = 30, 36, 42, 52
"""Days from the draft of an application to its self-assessment, the plan of the visit, its first day and its last."""
MINERALS = ("cobalt", "copper", "lithium", "graphite", "rare_earths")
SEEN = "The visit saw the site, the records and the people named in the plan."
READ = "The study was read with its maps, models and minutes; nobody travelled."
SAMPLED = "The drawn members stand for the others; the table counts every miner of the group."


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One application: who, under which standard, since when, and with what profile."""

    client: str
    site: str
    person: str
    standard: str
    begun: int
    """Days before the story's end."""
    profile: dict[str, Any]
    scope: str
    days: str
    """Auditor days of the visit."""
    desk: bool = False
    """Whether documents are read and nobody travels."""
    also: tuple[str, ...] = ()
    """Further sites of the client that the certificate is to cover."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Return every site to be covered, by its name in the cast."""
        return (self.site, *self.also)


def publish(teller: Teller) -> Strand[None]:
    """Publish the edition, accredit the provider, and let its people declare their interests."""
    yield PUBLISHED
    teller.act("scheme", "scheme.edition.publish", pack=PACK)
    for standard in STANDARDS:
        teller.act(
            "scheme",
            "party.provider.accredit",
            provider=teller.organisation("provider"),
            standard=standard,
            accreditor="Accreditation Office (demonstration)",
            valid_from=teller.day(PUBLISHED).isoformat(),
            reference=f"DEMO-{standard}",
        )
    for who in ("auditor", "auditor_2"):
        _record_competence(teller, who)


def _record_competence(teller: Teller, who: str) -> None:
    for field, subject in (*(("standard", name) for name in STANDARDS), *(("mineral", name) for name in MINERALS)):
        teller.act(
            "certifier_2",
            "party.person.record_competence",
            person=teller.people[who],
            field=field,
            of=subject,
            shown_by="Examination and two audits under supervision (demonstration).",
            valid_from=teller.today.isoformat(),
        )


def declare(teller: Teller, client: str, on: date) -> None:
    """Let auditors and certifiers declare that they have no tie to a client."""
    for who in ("auditor", "auditor_2", "certifier", "certifier_2"):
        teller.act(
            who,
            "party.person.declare_interest",
            person=teller.people[who],
            client=teller.organisation(client),
            kind="none",
            valid_from=on.isoformat(),
        )


def apply_and_agree(teller: Teller, case: Case) -> Strand[str]:
    """Take a client from the first draft to the signed agreement and return the application."""
    yield case.begun
    today = teller.today
    declare(teller, case.client, today)
    application: str = teller.act(
        case.person,
        "assurance.application.draft",
        provider=teller.organisation("provider"),
        pack=PACK,
        standard=case.standard,
        scope={"sites": [*map(teller.site, case.sites)], "text": case.scope, "profile": case.profile},
    )["id"]
    teller.act(case.person, "assurance.application.submit", application=application)
    yield case.begun - 4
    teller.act(
        "certifier_2",
        "assurance.application.accept",
        application=application,
        scope_clear=True,
        competence_available=True,
        free_of_conflict=True,
    )
    offer = teller.act(
        "certifier_2",
        "assurance.agreement.offer",
        application=application,
        terms="Terms of the demonstration, edition 1.",
        audit_days=case.days,
    )
    yield case.begun - 8
    teller.act(case.person, "assurance.agreement.sign", application=application, terms_digest=offer["terms_digest"])
    return application


def assess(teller: Teller, case: Case, application: str, *, weak: frozenset[str] = frozenset()) -> Strand[None]:
    """Hand the self-assessment in, plan a visit to the site, and verify every answer there."""
    yield from answer(teller, case, application)
    yield case.begun - PLANNED
    sample = [{"subject": teller.site(site), "chosen": "named"} for site in case.sites]
    visit, team = visit_of(teller, case)
    teller.act("certifier_2", "assurance.audit.plan", application=application, visit=visit, team=team, sample=sample)
    yield from verify(teller, case, application, weak=weak)


def answer(teller: Teller, case: Case, application: str) -> Strand[None]:
    """Answer every requirement that applies, with evidence, and hand the self-assessment in."""
    yield case.begun - ASSESSED
    evidence = paper(teller, case.person, f"Policies and registers of {case.scope}.")
    answers = _answers(case, teller.day(case.begun - ASSESSED), evidence, weak=frozenset())
    teller.act(case.person, "assurance.answer.record_all", application=application, answers=answers)
    teller.act(case.person, "assurance.assessment.submit", application=application)


def visit_of(teller: Teller, case: Case) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return when the visit is made, and by whom."""
    visit: dict[str, Any] = {
        "planned_from": teller.day(case.begun - ARRIVED).isoformat(),
        "planned_before": teller.day(case.begun - VISITED - 1).isoformat(),
        "days": case.days,
    }
    if case.standard == "ASM":
        visit["basis"] = {"deviation": SAMPLED}
    if case.desk:
        visit["basis"] = {"remote_days": case.days}
    team = [
        {"person": teller.people["auditor"], "part": "lead"},
        {"person": teller.people["auditor_2"], "part": "auditor"},
    ]
    return visit, team


def verify(teller: Teller, case: Case, application: str, *, weak: frozenset[str] = frozenset()) -> Strand[None]:
    """Let the lead auditor see for themselves; what is weak falls short."""
    yield case.begun - VISITED
    evidence = paper(teller, "auditor", f"Notes of the visit: {case.scope}.")
    answers = _answers(case, teller.day(case.begun - VISITED), evidence, weak=weak)
    teller.act("auditor", "assurance.answer.verify_all", application=application, answers=answers)


def raise_finding(teller: Teller, audit: str, requirement: str, grade: str, statement: str) -> str:
    """Let the lead auditor raise a nonconformity during the visit and return it."""
    finding: str = teller.act(
        "auditor",
        "assurance.finding.raise",
        audit=audit,
        requirement=requirement,
        grade=grade,
        statement=statement,
    )["id"]
    return finding


def correct(teller: Teller, case: Case, finding: str, *, days_later: int) -> Strand[None]:
    """Let the client plan and prove a correction and the auditor close the finding."""
    begun = case.begun - VISITED - days_later
    yield begun
    teller.act(
        case.person,
        "assurance.finding.plan",
        finding=finding,
        plan="The cause was found; the missing readings are taken every week and signed by the shift leader.",
        promised_on=teller.day(begun - 20).isoformat(),
    )
    yield begun - 4
    teller.act("auditor", "assurance.finding.accept", finding=finding)
    yield begun - 16
    proof = paper(teller, case.person, f"Readings of four weeks ({finding}).")
    teller.act(
        case.person, "assurance.finding.prove", finding=finding, note="Four weeks of readings.", evidence=[proof]
    )
    yield begun - 22
    teller.act("auditor", "assurance.finding.close", finding=finding)


def conclude(teller: Teller, case: Case, audit: str) -> Strand[None]:
    """End the visit."""
    yield case.begun - VISITED - 1
    teller.act(
        "auditor",
        "assurance.audit.conclude",
        audit=audit,
        ended_on=teller.day(case.begun - VISITED - 1).isoformat(),
        on_site_days="0" if case.desk else str(Decimal(case.days) - Decimal("0.5")),
        summary=READ if case.desk else SEEN,
    )


def decide(teller: Teller, case: Case, application: str, *, decided: int, decision: str = "grant") -> Strand[str]:
    """Recommend, review and decide, each by somebody else, and return the certificate."""
    yield decided + 8
    teller.act("auditor", "assurance.audit.recommend", application=application, decision=decision)
    yield decided + 3
    teller.act("certifier_2", "assurance.review.complete", application=application, note="The file is complete.")
    yield decided
    card = teller.act(
        "certifier",
        "assurance.decision.take",
        application=application,
        decision=decision,
        grounds="The requirements are met; the file was reviewed by a second person.",
    )
    teller.act_as(teller.system, "transparency.log.sequence")
    certificate: str = card["certificate"]["id"]
    teller.things[f"certificate.{case.client}.{case.standard}"] = certificate
    return certificate


def certify(teller: Teller, case: Case) -> Strand[str]:
    """Take a client without findings all the way to the certificate."""
    application = yield from apply_and_agree(teller, case)
    yield from assess(teller, case, application)
    yield from conclude(teller, case, teller.newest_audit(application))
    return (yield from decide(teller, case, application, decided=case.begun - 75))


def _answers(case: Case, on: date, evidence: str, *, weak: frozenset[str]) -> list[dict[str, Any]]:
    """Answer what applies on the day; what is weak falls short."""
    standard = pack(PACK).standard(case.standard)
    outcome = evaluate(PACK, case.standard, case.profile, {}, on)
    return [
        {
            "requirement": result.requirement,
            "answer": "none" if result.requirement in weak else "full",
            "evidence": [evidence],
            "evidence_class": standard.requirement(result.requirement).accepts[0],
        }
        for result in outcome.results
        if result.applies.is_yes
    ]


def paper(teller: Teller, who: str, text: str) -> str:
    """Store a text as evidence and return its digest."""
    content = base64.b64encode(f"{text} Demonstration.\n".encode()).decode()
    stored = teller.act(
        who, "platform.evidence.store", name="notes.txt", media_type="text/plain", content_base64=content
    )
    evidence: str = stored["id"]
    return evidence
