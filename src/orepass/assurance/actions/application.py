"""Application and its review: draft, submit, accept, return, refuse, withdraw (ISO/IEC 17065, 7.2 and 7.3)."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from orepass.assurance.actions.file import advance, open_file, require_state, require_step
from orepass.assurance.models import Application, ApplicationReview, ApplicationSite, Certificate
from orepass.assurance.queries.cards import ApplicationCard
from orepass.assurance.queries.case import application_of
from orepass.assurance.queries.evaluation import terms_of
from orepass.assurance.queries.facts import was_sent
from orepass.assurance.rules.profile import SiteFacts, completed
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import accreditation_of, organisation_card, site_cards
from orepass.party.queries.councils import member_on
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.scheme.queries import EditionCard, editions, pack_by_digest, why_closed
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.profiling import known_words, stray_words
from orepass.scheme.rules.regions import not_open

PROVIDER = "provider"
SCOPE_MAX = 500


class ApplicationKind(StrEnum):
    """Why a client applies."""

    INITIAL = "initial"
    RECERTIFICATION = "recertification"
    EXTENSION = "extension"
    PILOT = "pilot"


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the client wants certified: sites, in words, and the profile that decides which requirements apply."""

    sites: list[Identifier]
    text: str
    profile: Profile = Profile()


class EditionClosed(Conflict):
    """The edition or standard is not open for new applications."""

    code = "assurance.application.edition_closed"
    message = _("{pack} {standard} is not open for applications today: {reason}.")
    what_to_do = _("Choose an edition that is released and in force.")


class RegionClosed(Conflict):
    """The edition is not open, or not yet, where a site lies."""

    code = "assurance.application.region_closed"
    message = _("{pack} {standard} is not open on {day} where these sites lie. Reasons against it: {count}.")
    what_to_do = _("Read what stands against each site: a region may have its day, or another standard may be open.")


class NotAMember(Conflict):
    """The edition is for members of a council."""

    code = "assurance.application.not_a_member"
    message = _("{pack} is for members of “{council}”, and no membership that holds on {day} is on record.")
    what_to_do = _("Join the council, and have the register's stewards record it from the council's paper.")


class NotAProvider(Invalid):
    """The organisation chosen to assess does not provide assurance."""

    code = "assurance.application.provider"
    message = _("{provider} is not an assurance provider.")
    what_to_do = _("Choose one from the list of assurance providers.")


class SitesUnusable(Invalid):
    """The sites cannot be put into the scope."""

    code = "assurance.application.sites"
    message = _("These sites cannot be in the scope: {sites}.")
    what_to_do = _("Name at least one site, each once, each of your own organisation.")


class ProfileUnusable(Invalid):
    """The profile uses words that the edition does not know."""

    code = "assurance.application.profile"
    message = _("{count} words of the profile are not words of {pack}: {words}.")
    what_to_do = _("Use the words that the edition lists, and leave out what is not known.")


class NotAcceptable(Conflict):
    """The application cannot be taken on."""

    code = "assurance.application.not_acceptable"
    message = _("The application cannot be accepted: {count} of the questions of its review are not answered with yes.")
    what_to_do = _("Return it with a note, refuse it, or settle what is open first.")


SCOPE_UNCLEAR = FindingKind(
    "assurance.application.scope_unclear",
    Severity.ERROR,
    _("The scope is not clear."),
    what_to_do=_("Return the application and say what is missing."),
)
NO_COMPETENCE = FindingKind(
    "assurance.application.no_competence",
    Severity.ERROR,
    _("Nobody competent for this scope is available."),
    what_to_do=_("Refuse the application, or name somebody competent first."),
)
CONFLICT = FindingKind(
    "assurance.application.conflict",
    Severity.ERROR,
    _("There is a conflict of interest."),
    what_to_do=_("Refuse the application; another provider has to take it."),
)
NOT_ACCREDITED = FindingKind(
    "assurance.application.not_accredited",
    Severity.ERROR,
    _("It is not shown that the provider is accredited for {standard}: {reasons}."),
    what_to_do=_("Record the accreditation first."),
)


@action("assurance.application.draft")
def draft_application(
    actor: Actor,
    *,
    provider: Identifier,
    pack: str,
    standard: str,
    scope: Scope,
    kind: ApplicationKind = ApplicationKind.INITIAL,
    previous: Identifier | None = None,
    at: datetime,
) -> ApplicationCard:
    """Begin an application to a provider for one standard of an edition; nothing is sent yet.

    A pilot is held under an edition that is in its pilot. It is assessed and reviewed like any other file and ends with
    its result: no decision and no certificate follow from it.

    Raises:
        NotAProvider: the chosen organisation does not provide assurance.
        SitesUnusable: no site, a site twice, or one of somebody else.
        ProfileUnusable: a word or flag that the edition does not know.
        EditionClosed: the edition is not published, released and in force.
        RegionClosed: a site lies where the edition is not open today.
        NotAMember: the client is no member of the council that the edition asks for.
        NotFound: no such party, standard or earlier certificate.
    """
    client = organisation_card(actor.organisation)
    if organisation_card(provider).kind != PROVIDER:
        raise NotAProvider(where="provider", provider=provider)
    edition = _require_open_edition(pack, standard, at, pilot=kind is ApplicationKind.PILOT)
    # Whose the sites are comes first: what is said of a region tells where a site lies.
    _require_own_sites(client.id, scope.sites)
    _require_open_region(edition, standard, scope.sites, day_of(at))
    _require_member(edition, standard, client.id, day_of(at))
    if previous is not None and not Certificate.objects.filter(pk=previous, client=client.id).exists():
        raise NotFound(where="previous", what=previous)
    row = Application.objects.create(
        id=mint("app"),
        client_id=client.id,
        provider_id=provider,
        kind=kind,
        pack=edition.ref,
        pack_digest=edition.digest,
        standard=standard,
        profile=_profile(pack_by_digest(edition.digest), scope),
        scope=scope.text[:SCOPE_MAX],
        previous_id=previous,
        drafted_at=at,
        drafted_by=actor.pseudonym,
    )
    _list_sites(row, scope.sites)
    return application_of(row)


def _profile(pack: Pack, scope: Scope) -> dict[str, Any]:
    """Return the profile to keep: the client's words, completed by what the register says of the sites."""
    findings = stray_words(pack, scope.profile)
    if findings:
        words = ", ".join(str(finding.params["word"]) for finding in findings)
        raise ProfileUnusable("scope.profile", findings=findings, count=len(findings), pack=pack.ref, words=words)
    sites = [
        SiteFacts(
            activities=known_words(pack, "activities", card.activities),
            minerals=known_words(pack, "minerals", card.minerals),
            size=card.size,
            country=card.country,
        )
        for card in site_cards(scope.sites).values()
    ]
    kept: dict[str, Any] = msgspec.to_builtins(completed(scope.profile, sites))
    return kept


def _require_own_sites(client: str, sites: list[Identifier]) -> None:
    """Refuse sites that cannot be in the scope of a client.

    Raises:
        SitesUnusable: no site, a site twice, or one of somebody else.
    """
    known = site_cards(sites)
    unusable = [site for site in sites if site not in known or known[site].organisation != client]
    if unusable or not sites or len(set(sites)) != len(sites):
        raise SitesUnusable(where="scope.sites", sites=", ".join(unusable or sites) or "—")


def _list_sites(row: Application, sites: list[Identifier]) -> None:
    ApplicationSite.objects.bulk_create(ApplicationSite(application=row, site_id=site) for site in sites)


@action("assurance.application.amend")
def amend_application(
    actor: Actor,
    *,
    application: Identifier,
    scope: Scope,
    annex_digest: str = "",
) -> ApplicationCard:
    """Change an application that was not sent yet, or was returned.

    Raises:
        WrongState: it is with the provider.
        SitesUnusable: no site, a site twice, or one of somebody else.
        ProfileUnusable: a word or flag that the edition does not know.
    """
    row = open_file(actor, application, of="client")
    require_state(row, "draft", "returned")
    _require_own_sites(row.client_id, scope.sites)
    row.scope, row.profile, row.annex_digest = (
        scope.text[:SCOPE_MAX],
        _profile(pack_by_digest(row.pack_digest), scope),
        annex_digest[:64],
    )
    row.save()
    # What was never sent is a sketch, not a record: the list of sites is simply written anew.
    row.sites.all().delete()
    _list_sites(row, scope.sites)
    return application_of(row)


def open_sending(actor: Actor, application: str, at: datetime) -> Application:
    """Open an application that its client may send.

    Raises:
        NotFound: there is none, or the actor does not act for its client.
        EditionClosed: the edition is not released or not in force today.
        RegionClosed: a site lies where the edition is not open today.
        NotAMember: the client is no member of the council that the edition asks for.
        WrongState: it was sent already.
    """
    row = open_file(actor, application, of="client")
    edition = _require_open_edition(row.pack, row.standard, at, pilot=row.kind == ApplicationKind.PILOT)
    _require_open_region(edition, row.standard, row.sites.values_list("site_id", flat=True), day_of(at))
    _require_member(edition, row.standard, row.client_id, day_of(at))
    require_step(row, "application.submit", at)
    return row


@action("assurance.application.submit", begins=open_sending)
def submit_application(actor: Actor, *, application: Identifier, note: str = "", at: datetime) -> ApplicationCard:
    """Send the application to the provider.

    Raises:
        EditionClosed: the edition is not released or not in force today.
        RegionClosed: a site lies where the edition is not open today.
        NotAMember: the client is no member of the council that the edition asks for.
        WrongState: it was sent already.
    """
    row = open_sending(actor, application, at)
    advance(actor, row, "application.submit", at=at, note=note)
    notify(organisation=row.provider_id, kind="assurance.application.submitted", subject=row.pk)
    return application_of(row)


def _require_open_edition(pack: str, standard: str, at: datetime, *, pilot: bool) -> EditionCard:
    """Return the published edition that a client may apply under today, for a pilot or for a certificate.

    Raises:
        EditionClosed: it was not published here, is not released (or in its pilot), or is not in force.
        StandardUnknown: it has no such standard.
    """
    edition = next((card for card in editions(pack.partition("@")[0]) if card.ref == pack), None)
    if edition is None:
        raise EditionClosed(where="pack", pack=pack[:80], standard=standard[:20], reason="it was not published here")
    reason = why_closed(edition, pack_by_digest(edition.digest).standard(standard), day_of(at), pilot=pilot)
    if reason:
        raise EditionClosed(where="pack", pack=pack, standard=standard, reason=reason)
    return edition


def _require_open_region(edition: EditionCard, standard: str, sites: Iterable[str], day: date) -> None:
    """Refuse sites of a country where the edition is not open on a day; one that nobody said is judged later.

    Raises:
        RegionClosed: a site lies where it is not open.
    """
    rules = pack_by_digest(edition.digest).standard(standard).rules
    places = [(card.name, card.country) for card in site_cards(list(sites)).values()]
    if findings := not_open(rules, places, day):
        raise RegionClosed(
            where="scope.sites",
            findings=findings,
            pack=edition.ref,
            standard=standard,
            day=day,
            count=len(findings),
            state="closed",
        )


def _require_member(edition: EditionCard, standard: str, client: str, day: date) -> None:
    """Refuse a client that is no member of the council which an edition asks for.

    Raises:
        NotAMember: no membership that holds on the day is on record.
    """
    council = terms_of(edition.digest, standard).council
    if council and not member_on(client, council, day):
        raise NotAMember(where="client", pack=edition.ref, council=council, day=day, state="no_member")


def open_acceptance(actor: Actor, application: str, at: datetime) -> Application:
    """Open an application that its provider may take on, whatever its review finds.

    Raises:
        NotFound: there is none, or the actor does not act for its provider.
        WrongState: it is not waiting for an answer.
        CandidateTimeOver: its time is over.
        NotAcceptable: the provider has no accreditation for the standard today.
    """
    row = open_file(actor, application, of="provider")
    require_step(row, "application.accept", at)
    accredited = accreditation_of(row.provider_id, row.standard, day_of(at))
    if not accredited.is_yes:
        reasons = "; ".join(accredited.reasons)
        _require_acceptable(row, [NOT_ACCREDITED.at(row.pk, standard=row.standard, reasons=reasons)])
    return row


def _require_acceptable(row: Application, findings: list[Finding]) -> None:
    if findings:
        raise NotAcceptable(where=row.pk, findings=findings, count=len(findings))


@action("assurance.application.accept", begins=open_acceptance)
def accept_application(
    actor: Actor,
    *,
    application: Identifier,
    scope_clear: bool,
    competence_available: bool,
    free_of_conflict: bool,
    note: str = "",
    at: datetime,
) -> ApplicationCard:
    """Take an application on after its review: scope, competence, conflict, and our accreditation for the standard.

    Raises:
        NotAcceptable: we are not accredited, or one of the questions is not answered with yes; each is a finding.
        WrongState: it is not waiting for an answer.
        CandidateTimeOver: its time is over.
    """
    row = open_acceptance(actor, application, at)
    findings: list[Finding] = [
        kind.at(row.pk)
        for answered, kind in (
            (scope_clear, SCOPE_UNCLEAR),
            (competence_available, NO_COMPETENCE),
            (free_of_conflict, CONFLICT),
        )
        if not answered
    ]
    _require_acceptable(row, findings)
    ApplicationReview.objects.create(
        application=row,
        scope_clear=scope_clear,
        competence_available=competence_available,
        free_of_conflict=free_of_conflict,
        accreditation=accreditation_of(row.provider_id, row.standard, day_of(at)).answer,
        note=note,
        at=at,
        by=actor.pseudonym,
    )
    advance(actor, row, "application.accept", at=at, note=note)
    notify(organisation=row.client_id, kind="assurance.application.accepted", subject=row.pk)
    return application_of(row)


@action("assurance.application.return")
def return_application(actor: Actor, *, application: Identifier, note: str, at: datetime) -> ApplicationCard:
    """Send an incomplete application back with a note on what is missing."""
    row = open_file(actor, application, of="provider")
    advance(actor, row, "application.return", at=at, note=note)
    notify(organisation=row.client_id, kind="assurance.application.returned", subject=row.pk)
    return application_of(row)


@action("assurance.application.refuse")
def refuse_application(actor: Actor, *, application: Identifier, note: str, at: datetime) -> ApplicationCard:
    """Refuse an application, with the reason."""
    row = open_file(actor, application, of="provider")
    advance(actor, row, "application.refuse", at=at, note=note)
    notify(organisation=row.client_id, kind="assurance.application.refused", subject=row.pk)
    return application_of(row)


@action("assurance.application.withdraw")
def withdraw_application(actor: Actor, *, application: Identifier, note: str = "", at: datetime) -> ApplicationCard:
    """Withdraw an application before its evaluation has ended; what was gathered stays the client's."""
    row = open_file(actor, application, of="client")
    advance(actor, row, "application.withdraw", at=at, note=note)
    if was_sent(row):
        notify(organisation=row.provider_id, kind="assurance.application.withdrawn", subject=row.pk)
    return application_of(row)
