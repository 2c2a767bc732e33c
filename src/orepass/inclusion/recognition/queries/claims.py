"""Read claims as of one day: what a certificate is worth in a file now, and whether an answer resting on it counts."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import msgspec

from orepass.assurance.queries import ApplicationCard, Task, application_for, case_for
from orepass.inclusion.recognition.models import Claim
from orepass.inclusion.recognition.queries.agreements import agreement_card, agreements_about, asked_by
from orepass.inclusion.recognition.queries.cards import (
    AgreementCard,
    ClaimCard,
    ForeignCertificateCard,
    HeldLine,
    PreviewCard,
)
from orepass.inclusion.recognition.queries.certificates import foreign_certificate_card, foreign_certificates_for
from orepass.inclusion.recognition.rules.claim import Ground, Line, Shown, lines, match_of
from orepass.inclusion.recognition.rules.credit import Credit, party_of_result
from orepass.inclusion.recognition.rules.validity import Held, held_on, hold_until
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.text import plain
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.party.queries import site_cards
from orepass.platform.access import Actor

RULE = "recognition-claim"
READER = Actor.system("recognition")
"""Claims read the file they belong to whoever asks; who may see a claim is checked on the file."""


class ClaimUnreadable(Invalid):
    """What is kept of a claim is not what this version reads."""

    code = "recognition.claim.unreadable"
    message = _("What is kept of this claim cannot be read: {reason}.")
    what_to_do = _("Replay it with the version that wrote it.")


def shown_in(card: ForeignCertificateCard, agreement: AgreementCard, file: ApplicationCard) -> Shown:
    """Return what is known of a certificate for a file: does its scope cover the sites, minerals and country."""
    return _shown(card, agreement, covers=_covers(card, agreement, file.sites, file.profile.minerals))


def _shown(card: ForeignCertificateCard, agreement: AgreementCard, *, covers: bool) -> Shown:
    party = agreement.mapping.party
    if party == "third" and card.status != "unknown":
        party = party_of_result(own=False, interest=False, accredited=card.accredited).value  # type: ignore[assignment]
    return Shown(
        status=card.status,
        covers=covers,
        audited_on=card.audited_on,
        checked_on=card.checked_on,
        party=party,
        results=card.results,
        credited_there=frozenset(card.credited_there),
    )


def _covers(
    card: ForeignCertificateCard, agreement: AgreementCard, sites: Collection[str], minerals: Collection[str] | None
) -> bool:
    """Say whether site, mineral, country and period are covered; what is not known is not covered."""
    theirs = agreement.mapping.theirs
    in_time = card.valid_from <= card.on < card.valid_before
    if theirs.valid_before is not None and card.on >= theirs.valid_before:
        return False
    same = (card.scheme, card.edition, card.standard) == (theirs.scheme, theirs.edition, theirs.standard)
    countries = {found.country for found in site_cards(sites).values()}
    placed = not theirs.countries or (bool(countries) and countries <= set(theirs.countries))
    allowed = set(card.minerals) & set(theirs.minerals) if theirs.minerals else set(card.minerals)
    wanted = set(minerals or ())
    return bool(
        same and in_time and placed and sites and set(sites) <= set(card.sites) and wanted and wanted <= allowed
    )


def ground_of(card: ForeignCertificateCard, agreement: AgreementCard, shown: Shown) -> Ground:
    """Return what every line of a claim shares on the day of the two cards."""
    return Ground(
        agreed=agreement.mapping,
        assurance=agreement.assurance,
        use=agreement.use,
        shown=shown,
        on=card.on,
        limits=agreement.limits,
    )


def inputs_of(ground: Ground, file: ApplicationCard) -> dict[str, Any]:
    """Return everything a claim is computed from, as it is kept."""
    return {
        "ground": msgspec.to_builtins(ground, str_keys=True),
        "pack_digest": file.pack_digest,
        "standard": file.standard,
    }


def value_of(inputs: dict[str, Any]) -> tuple[Line, ...]:
    """Compute a claim from what is kept of it.

    Raises:
        ClaimUnreadable: what is kept is not what this version reads.
    """
    try:
        ground = msgspec.convert(inputs["ground"], Ground, strict=False)
    except msgspec.ValidationError as error:
        raise ClaimUnreadable(where="ground", reason=str(error)[:200]) from None
    return lines(ground, asked_by(inputs["pack_digest"], inputs["standard"]))


def claims_in(actor: Actor, application: str, on: date) -> list[ClaimCard]:
    """Return the claims in a file as of one day, the latest first, to its client and its provider.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    file = application_for(actor, application)
    rows = Claim.objects.filter(application=application)
    return [claim_of(row, file, on) for row in rows if day_of(row.at) <= on][::-1]


def claim_for(actor: Actor, claim: str, on: date) -> ClaimCard:
    """Return a claim as of one day to the parties of its file.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    row = Claim.objects.filter(pk=claim).first()
    if row is None:
        raise NotFound(what=claim)
    return claim_of(row, application_for(actor, row.application_id), on)


def claim_of(row: Claim, file: ApplicationCard, on: date) -> ClaimCard:
    """Make the card of a claim as of one day."""
    found, certificate = _today(row, file, on)
    return ClaimCard(
        id=Identifier(row.pk),
        application=file.id,
        client=file.client,
        provider=file.provider,
        certificate=Identifier(row.certificate_id),
        agreement=Identifier(row.agreement_id),
        on=on,
        claimed_at=row.at,
        pack_digest=row.pack_digest,
        inputs_digest=row.inputs_digest,
        value_digest=row.value_digest,
        claimed=kept_lines(row.value),
        lines=found,
        match=match_of(found),
        held=tuple(_held(row, found, certificate, on)),
    )


def kept_lines(value: Any) -> tuple[Line, ...]:  # noqa: ANN401 - as kept
    """Return the lines of a claim as they were when it was claimed."""
    return msgspec.convert(value, tuple[Line, ...], strict=False)


def _today(row: Claim, file: ApplicationCard, on: date) -> tuple[tuple[Line, ...], ForeignCertificateCard]:
    certificate = foreign_certificate_card(row.certificate_id, on)
    agreement = agreement_card(row.agreement_id, on)
    ground = ground_of(certificate, agreement, shown_in(certificate, agreement, file))
    return lines(ground, asked_by(row.pack_digest, file.standard)), certificate


def _held(row: Claim, found: Iterable[Line], certificate: ForeignCertificateCard, on: date) -> Iterable[HeldLine]:
    """Return the credits on hold with their clocks; an agreement on hold runs from the day of its suspension."""
    on_hold = [line for line in found if line.credit is Credit.HOLD and line.rating]
    if not on_hold:
        return
    agreement = agreement_card(row.agreement_id, on)
    told_on = certificate.told_on or max((step.on for step in agreement.steps), default=on)
    own = _own_evidence(row.application_id)
    for line in on_hold:
        days = agreement.limits.hold_days
        state = held_on(told_on=told_on, on=on, own_evidence_on=own.get(line.requirement), hold_days=days).value
        until = hold_until(told_on=told_on, hold_days=days).value
        yield HeldLine(requirement=line.requirement, until=until, state=state)


def _own_evidence(application: str) -> dict[str, date]:
    """Return since when an answer with evidence of its own stands for each requirement."""
    answers = case_for(READER, application).answers
    return {found.requirement: day_of(found.at) for found in answers if not found.reference and found.evidence_class}


def carried(references: Collection[str], on: date) -> dict[tuple[str, str], Verdict]:
    """Say which answers that rest on claims count on a day: by claim and requirement, for assurance to ask."""
    found: dict[tuple[str, str], Verdict] = {}
    for row in Claim.objects.filter(pk__in=set(references)):
        today, _certificate = _today(row, application_for(READER, row.application_id), on)
        worth = {line.requirement: line for line in today}
        for line in kept_lines(row.value):
            now = worth.get(line.requirement)
            found[row.pk, line.requirement] = _stands(line, now)
    return found


def _stands(claimed: Line, now: Line | None) -> Verdict:
    if now is None or not claimed.rating:
        return no(_("nothing was credited for it"))
    if now.credit is Credit.CREDITED and now.rating == claimed.rating:
        return yes(*now.why)
    if now.credit is Credit.UNCHECKED:
        return unknown(Unknown.UNVERIFIABLE, *now.why)
    return no(*now.why)


def previews(actor: Actor, certificate: str, on: date) -> list[PreviewCard]:
    """Return what a certificate would be worth under each agreement in force, before anybody signs anything.

    Raises:
        NotFound: there is no such certificate, or it is not for the actor's eyes.
    """
    card = next((one for one in foreign_certificates_for(actor, on) if one.id == certificate), None)
    if card is None:
        raise NotFound(what=certificate)
    return [
        preview
        for agreement in agreements_about(card.scheme, card.edition, card.standard, on)
        if agreement.public and agreement.to_digest
        for preview in [_preview(card, agreement)]
    ]


def _preview(card: ForeignCertificateCard, agreement: AgreementCard) -> PreviewCard:
    covers = _covers(card, agreement, card.sites, card.minerals)
    ground = ground_of(card, agreement, _shown(card, agreement, covers=covers))
    found = lines(ground, asked_by(agreement.to_digest, agreement.mapping.ours.standard))
    return PreviewCard(
        agreement=agreement.id,
        title=agreement.title,
        to=agreement.mapping.ours.name,
        lines=found,
        match=match_of(found),
    )


def recognition_tasks(actor: Actor, on: date) -> list[Task]:
    """Return what recognition asks of the actor's organisation: own evidence for credits on hold."""
    roles = {"operator", "group_manager"} & {str(role) for role in actor.roles}
    if not roles or not actor.organisation:
        return []
    tasks = []
    for row in Claim.objects.filter(application__client=actor.organisation).select_related("application"):
        card = claim_of(row, application_for(READER, row.application_id), on)
        tasks += [
            Task(
                action="assurance.answer.record",
                title=_("Supply own evidence for a credit on hold"),
                subject=held.requirement,
                case=card.application,
                organisation=card.client,
                role=min(roles),
                due_on=held.until,
            )
            for held in card.held
            if held.state != Held.REPLACED
        ]
    return tasks


def kept(ground: Ground, file: ApplicationCard) -> tuple[dict[str, Any], list[Any], str, str]:
    """Return inputs and value of a claim as they are kept, each with its digest."""
    inputs = inputs_of(ground, file)
    value = msgspec.to_builtins(value_of(inputs), str_keys=True, enc_hook=plain)
    return inputs, value, digest(inputs), digest(value)
