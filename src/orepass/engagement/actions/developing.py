"""Develop a standard: open the work on an edition, keep each version of its draft, approve it or drop it."""

import re
from datetime import datetime
from typing import Any, Final

import msgspec

from orepass.engagement.actions.deciding import Decided, enter_decision, told_by
from orepass.engagement.actions.lodging import plain_statement
from orepass.engagement.actions.refusals import (
    DraftReleased,
    NotToBeCarriedOut,
    NotYetApproved,
    PackNameUnusable,
    RequirementsUnusable,
    WrongStep,
)
from orepass.engagement.models import Development, DevelopmentStep, DraftVersion
from orepass.engagement.queries.consultations import asks
from orepass.engagement.queries.deciding import wanted_of
from orepass.engagement.queries.development_cards import DevelopmentCard
from orepass.engagement.queries.developments import development_for, progress_of, rows, state_now
from orepass.engagement.queries.voices import voices_of
from orepass.engagement.rules.composition import body_findings
from orepass.engagement.rules.development import APPROVED, CHANGES, approving_findings
from orepass.engagement.rules.lifecycles import DEVELOPMENT
from orepass.engagement.rules.voting import vote_findings
from orepass.kernel.digest import digest
from orepass.kernel.finding import has_errors
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import read_evidence
from orepass.scheme import queries as scheme
from orepass.scheme.actions import hold_edition
from orepass.scheme.rules.editions.archive import packed
from orepass.scheme.rules.editions.holding import Held, text_digest
from orepass.scheme.rules.model import Pack

PACK_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}@[0-9A-Za-z][0-9A-Za-z.-]{0,20}\Z")
REQUIREMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
LISTED_MAX: Final = 2_000
LISTED: Final = "listed"
"""In place of the digest of a requirement that a file lists by its name alone."""


@action("engagement.development.open")
def open_development(actor: Actor, *, pack: str, title: str, purpose: str, at: datetime) -> DevelopmentCard:
    """Open the development of an edition; from now on it is published when it was approved, and not before.

    Raises:
        PackNameUnusable: the edition is not named as scheme@edition.
        NotTheOwner: another organisation publishes the scheme, or holds the edition.
        InDevelopment: another development holds the edition.
        AlreadyPublished: the edition was published before.
    """
    if not PACK_NAME.match(pack):
        raise PackNameUnusable(where="pack", pack=pack[:80])
    row = Development.objects.create(
        id=mint("dev"),
        organisation=actor.organisation,
        pack=pack,
        title=plain_statement(title, where="title")[:200],
        purpose=plain_statement(purpose, where="purpose"),
        opened_at=at,
        opened_by=actor.pseudonym,
    )
    hold_edition(actor, pack=pack, held_by=row.pk, outcome=Held.DEVELOPED, at=at)
    return development_for(actor, row.pk)


def own_development(actor: Actor, development: str) -> Development:
    """Return a development of the actor's organisation, locked.

    Raises:
        NotFound: there is none, or it is another organisation's.
    """
    Development.objects.select_for_update().filter(pk=development).first()
    row = rows().filter(pk=development).first()
    if row is None or not asks(actor, row):
        raise NotFound(where="development", what=development)
    return row


def require_step(row: Development, step: str) -> None:
    """Refuse a step that is not possible now.

    Raises:
        WrongStep: the development does not stand where this step is possible.
    """
    state = state_now(row)
    if step not in DEVELOPMENT.allowed(state):
        allowed = ", ".join(name.rpartition(".")[2] for name in DEVELOPMENT.allowed(state))
        raise WrongStep(where=row.pk, state=state, allowed=allowed or "—")


def take_step(actor: Actor, row: Development, step: str, *, at: datetime, note: str = "") -> None:
    """Record a step of a development.

    Raises:
        WrongStep: the development does not stand where this step is possible.
    """
    require_step(row, step)
    DevelopmentStep.objects.create(development=row, action=step, note=note, at=at, by=actor.pseudonym)


@action("engagement.development.draft")
def add_version(
    actor: Actor,
    *,
    development: Identifier,
    changes: str = "",
    evidence: str = "",
    requirements: list[str] | None = None,
    carries_out: list[str] | None = None,
    at: datetime,
) -> DevelopmentCard:
    """Keep a version of the draft for good: the pack as it lies in the standards folder, or a file with its list.

    Args:
        actor: staff of the scheme.
        development: whose draft it is.
        changes: what is different in it, in words; asked from the second version on.
        evidence: the digest of a stored file; without one, the pack of the edition is kept.
        requirements: the identifiers of the requirements that a file holds, so that comments can name them.
        carries_out: comments and reports whose accepted change stands in this version.
        at: the server's clock.

    Raises:
        NotFound: there is no such development of the actor's organisation, or no such file that it stored.
        WrongStep: the development was dropped, or its edition published.
        PackMissing: the standards folder has no pack of this name.
        PackRefused: it has errors.
        DraftReleased: the pack calls itself released.
        RequirementsUnusable: an identifier is none.
        NotToBeCarriedOut: what is named has no answer that promises a change.
    """
    row = own_development(actor, development)
    number = len(row.versions.all()) + 1
    said = changes.strip() if number == 1 else plain_statement(changes, where="changes")
    was_approved = state_now(row) == APPROVED
    take_step(actor, row, "development.draft", at=at, note=said)
    DraftVersion.objects.create(
        id=mint("drf"),
        development=row,
        number=number,
        carries_out=_carried_out(row, carries_out or []),
        changes=said,
        at=at,
        by=actor.pseudonym,
        **(_from_file(actor, evidence, requirements or []) if evidence else _from_pack(row.pack)),
    )
    if was_approved:
        hold_edition(actor, pack=row.pack, held_by=row.pk, outcome=Held.DEVELOPED, at=at)
    return development_for(actor, row.pk)


def _from_pack(ref: str) -> dict[str, Any]:
    found = scheme.pack(ref)
    if found.status == scheme.RELEASED:
        raise DraftReleased(where=ref, pack=ref)
    return {
        "digest": found.digest,
        "text_digest": text_digest(found),
        "requirements": _digests(found),
        "subjects": [f"{one.code}.{subject.code}" for one in found.standards for subject in one.subjects],
        "archive": packed(found),
    }


def _digests(pack: Pack) -> dict[str, str]:
    """Return the digest of each requirement by its identifier."""
    return {each.id: digest(msgspec.structs.asdict(each)) for one in pack.standards for each in one.requirements}


def _from_file(actor: Actor, evidence: str, requirements: list[str]) -> dict[str, Any]:
    # Everybody reads a version: nobody makes one of a file that another party stored, whose digest is all one needs.
    read_evidence(actor, evidence)
    if len(requirements) > LISTED_MAX:
        raise RequirementsUnusable(where="requirements", name=str(len(requirements)))
    for name in requirements:
        if not REQUIREMENT.match(name):
            raise RequirementsUnusable(where="requirements", name=name[:80])
    return {"digest": evidence, "evidence": evidence, "requirements": dict.fromkeys(requirements, LISTED)}


def _carried_out(row: Development, names: list[str]) -> list[str]:
    promised = {voice.pk for voice in voices_of(row) if voice.response in CHANGES}
    for name in names[:LISTED_MAX]:
        if name not in promised:
            raise NotToBeCarriedOut(where="carries_out", voice=name[:24])
    return list(dict.fromkeys(names[:LISTED_MAX]))


@action("engagement.development.approve")
def approve_draft(
    actor: Actor, *, development: Identifier, decided: Decided, shortfall: str = "", at: datetime
) -> DevelopmentCard:
    """Approve the last version, so that the edition can be published with exactly this text.

    Args:
        actor: staff of the scheme.
        development: whose draft is approved.
        decided: what was decided, why, by whom, with votes by chamber; it goes into the log.
        shortfall: why it can be approved although somebody one wanted to hear was not heard.
        at: the server's clock.

    Raises:
        NotFound: there is no such development of the actor's organisation.
        NotYetApproved: somebody waits for an answer, nobody was asked, too little was tried, a chamber voted it down,
            or the body that decided was not composed as the edition asks.
        WrongStep: the development does not stand where it can be approved.
    """
    row = own_development(actor, development)
    explained = bool(shortfall.strip())
    findings = approving_findings(progress_of(row, decided.decided_on, explained=explained))
    findings += vote_findings(decided.votes)
    listed = any(version.changes for version in row.versions.all())
    for wanted in wanted_of(row):
        findings += body_findings(wanted, told_by(decided), changes_listed=listed)
    if has_errors(findings):
        raise NotYetApproved(where=row.pk, findings=findings, count=len(findings))
    take_step(actor, row, "development.approve", at=at, note=shortfall.strip())
    enter_decision(actor, row, decided, kind="approving", at=at)
    last = list(row.versions.all())[-1]
    hold_edition(actor, pack=row.pack, held_by=row.pk, outcome=Held.APPROVED, approved_text=last.text_digest, at=at)
    return development_for(actor, row.pk)


@action("engagement.development.drop")
def drop_development(actor: Actor, *, development: Identifier, decided: Decided, at: datetime) -> DevelopmentCard:
    """Drop a development, with the reason in the log; its edition is not published unless it is developed anew.

    Raises:
        NotFound: there is no such development of the actor's organisation.
        WrongStep: it was dropped before, or its edition is published.
    """
    row = own_development(actor, development)
    take_step(actor, row, "development.drop", at=at)
    enter_decision(actor, row, decided, kind="dropping", at=at)
    hold_edition(actor, pack=row.pack, held_by=row.pk, outcome=Held.DROPPED, at=at)
    return development_for(actor, row.pk)


@action("engagement.development.decide")
def decide_on_draft(actor: Actor, *, development: Identifier, decided: Decided, at: datetime) -> DevelopmentCard:
    """Enter a decision about a draft into its log: what, why, which options were not chosen, who decided.

    Raises:
        NotFound: there is no such development of the actor's organisation, or no entry that is to be corrected.
        DecisionUnusable: it is dated in the future, names what does not exist, or its votes do not add up.
    """
    row = own_development(actor, development)
    enter_decision(actor, row, decided, kind="decision", at=at)
    return development_for(actor, row.pk)


def latest_version(row: Development) -> DraftVersion:
    """Return the last version of a draft.

    Raises:
        NotFound: there is none yet.
    """
    versions = list(row.versions.all())
    if not versions:
        raise NotFound(where="development", what=f"{row.pk} 1")
    return versions[-1]
