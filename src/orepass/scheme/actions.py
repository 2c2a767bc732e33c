"""Write standards: publish an edition, announce the next one, and hold back one that is still being developed."""

from datetime import date, datetime

from orepass.kernel.digest import digest
from orepass.kernel.identifier import mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.scheme.models import Announcement, Edition, EditionHold
from orepass.scheme.queries.announcements import AnnouncementCard, announcement_of
from orepass.scheme.queries.editions import EditionCard, edition_card_of, last_edition, publisher_of
from orepass.scheme.queries.folders import pack_paths
from orepass.scheme.queries.holders import holders_of
from orepass.scheme.queries.packs import pack as pack_named
from orepass.scheme.queries.packs import pack_by_digest
from orepass.scheme.rules.cases import CaseState, run_all
from orepass.scheme.rules.editions.announcing import AnnouncedBefore, plain_texts, require_dates, require_replaceable
from orepass.scheme.rules.editions.archive import packed
from orepass.scheme.rules.editions.holding import Held, text_digest
from orepass.scheme.rules.editions.transition import months_of
from orepass.scheme.rules.load import PackMissing, load, refused
from orepass.scheme.rules.model import Pack
from orepass.transparency.actions import queue_leaf


class CasesFail(Conflict):
    """The edition does not do what its own worked cases say."""

    code = "scheme.edition.cases_failed"
    message = _("{count} worked cases of {pack} fail; the first is “{case}”.")
    what_to_do = _("Run “orepass scheme check {pack}”, then correct the rule or the case.")


class CasesMissing(Conflict):
    """A standard of the edition has no worked case that was run."""

    code = "scheme.edition.cases_missing"
    message = _("The standard “{standard}” of {pack} has no worked case.")
    what_to_do = _(
        "Add at least one case that passes and one that fails; nobody can rely on a rule that was never tried."
    )


class NotTheOwner(Denied):
    """Another organisation publishes this scheme."""

    code = "scheme.edition.not_owner"
    message = _("The editions of {scheme} are published by another organisation.")
    what_to_do = _("Ask staff of {owner} to publish it, or publish your text as a scheme of another name.")


class AlreadyPublished(Conflict):
    """This edition was published before; an edition is published once and never changes."""

    code = "scheme.edition.published"
    message = _("{pack} was published on {day}.")
    what_to_do = _("Give the changed text a new edition number and publish that.")


class InDevelopment(Conflict):
    """The edition is being developed, or its development was dropped."""

    code = "scheme.edition.in_development"
    message = _("{pack} is not approved: {development} holds it.")
    what_to_do = _("Have the draft approved first; a development that was dropped can be opened anew.")


class NotDeveloped(Conflict):
    """The last edition asks for a body that decides about the next one, and none did."""

    code = "scheme.edition.not_developed"
    message = _("{before} asks by which body the next edition is decided, and none decided about {pack}.")
    what_to_do = _("Open a development of it and have the draft approved; what is approved is published.")


class NotTheApprovedText(Conflict):
    """The text is another than the one that was approved."""

    code = "scheme.edition.other_text"
    message = _("The text of {pack} is not the one that was approved in {development}.")
    what_to_do = _("Publish the approved text, or have the changed one approved as a new version.")


@action("scheme.edition.publish")
def publish_edition(actor: Actor, *, pack: str, at: datetime) -> EditionCard:
    """Publish an edition: check it, run its cases, keep it for good, put it on the public log.

    Args:
        actor: staff of the scheme.
        pack: name and edition as in the standards folder, such as ``cera-4in1@2026.1``; never a path.
        at: the server's clock.

    Raises:
        PackMissing: there is no such edition.
        PackRefused: it has errors.
        CasesFail: a worked case fails.
        CasesMissing: a standard has none.
        NotTheOwner: another organisation published the scheme's earlier editions.
        AlreadyPublished: it was published before, changed or not.
        InDevelopment: it is being developed, or its development was dropped.
        NotTheApprovedText: the text is another than the approved one.
        NotDeveloped: the last edition asks for a body that decides about the next one, and none did.
    """
    edition = _checked(pack)
    require_owner(actor, edition.scheme)
    before = Edition.objects.filter(scheme=edition.scheme, edition=edition.edition).first()
    if before:
        raise AlreadyPublished(where=pack, pack=edition.ref, day=before.published_at.date(), state=before.digest)
    _require_free(actor, edition)
    row = Edition.objects.create(
        id=mint("edn"),
        scheme=edition.scheme,
        edition=edition.edition,
        digest=edition.digest,
        title=edition.title,
        status=edition.status,
        supersedes=edition.supersedes or "",
        transition_months=edition.transition_months,
        valid_from=edition.valid_from,
        valid_before=edition.valid_before,
        published_at=at,
        published_by=actor.organisation,
        archive=packed(edition),
    )
    queue_leaf(kind="scheme.edition.publish", subject=edition.ref, content_digest=edition.digest, at=at)
    return edition_card_of(row)


@action("scheme.edition.announce")
def announce_edition(
    actor: Actor, *, pack: str, replaces: str, texts: dict[str, str], from_on: date | None = None, at: datetime
) -> AnnouncementCard:
    """Announce the next edition of a standard: which one it replaces, and from when; holders are told.

    Args:
        actor: staff of the scheme.
        pack: name and edition of what is to come, such as ``quarry-basics@2027.1``; a draft may be announced.
        replaces: the published edition that it replaces, such as ``quarry-basics@2026.1``.
        texts: what holders have to know, by language; in every language in which the edition is complete.
        from_on: the day on which it comes into force; its own first day where nothing is said.
        at: the server's clock.

    Raises:
        PackMissing: there is no such edition.
        PackRefused: it has errors; nobody announces what does not load.
        NotTheOwner: another organisation publishes the scheme.
        AnnouncedBefore: it was announced before.
        NothingReplaced: the other edition is of another scheme, not published here, or this one itself.
        DatesCrossed: the day is past, before either edition's first day, or after the last.
        TextUnfit: a language is missing or not among the edition's, or its text is too long.
    """
    if "@" not in pack:
        raise PackMissing(where=pack[:200], pack=pack[:200], what=pack[:200], known="name@edition")
    edition, today = pack_named(pack), day_of(at)
    require_owner(actor, edition.scheme)
    before = Announcement.objects.filter(scheme=edition.scheme, edition=edition.edition).first()
    if before:
        day, begins = day_of(before.announced_at), before.from_on
        raise AnnouncedBefore(where="pack", pack=edition.ref, day=day, from_on=begins, state=before.pk)
    published = {row.edition: row for row in Edition.objects.filter(scheme=edition.scheme).defer("archive")}
    old = published[require_replaceable(edition, replaces, list(published))]
    begins = from_on or edition.valid_from
    require_dates(edition, old.valid_from, begins, today)
    row = Announcement.objects.create(
        id=mint("ann"),
        scheme=edition.scheme,
        edition=edition.edition,
        text_digest=edition.digest,
        replaces=old,
        from_on=begins,
        months=months_of(edition),
        texts=plain_texts(edition, texts),
        announced_at=at,
        announced_by=actor.organisation,
    )
    was = published.get(edition.edition)
    card = announcement_of(row, day_of(was.published_at) if was else None)
    said = {"replaces": card.replaces_ref, "from_on": card.from_on, "months": card.months, "texts": card.texts}
    queue_leaf(kind="scheme.edition.announce", subject=card.ref, content_digest=digest(said), at=at)
    for organisation in holders_of(old.digest, today):
        notify(organisation=organisation, kind="scheme.edition.announced", subject=card.id, due_on=card.last_day)
    return card


def require_owner(actor: Actor, scheme: str) -> None:
    """Refuse to work on the scheme of another organisation.

    Raises:
        NotTheOwner: another organisation published the scheme's earlier editions.
    """
    owner = publisher_of(scheme)
    if owner and not actor.is_in(owner):
        raise NotTheOwner(where=scheme, scheme=scheme, owner=owner)


def hold_edition(
    actor: Actor, *, pack: str, held_by: str, outcome: Held, at: datetime, approved_text: str = ""
) -> None:
    """Enter what became of an edition under development, inside the transaction of the action that decided it.

    A room above calls this; publishing then asks the last entry.

    Raises:
        NotTheOwner: another organisation publishes the scheme, or holds the edition.
        InDevelopment: another development holds the edition.
        AlreadyPublished: the edition was published before.
    """
    scheme, _at, edition = pack.partition("@")
    require_owner(actor, scheme)
    before = Edition.objects.filter(scheme=scheme, edition=edition).first()
    if before:
        raise AlreadyPublished(where=pack, pack=pack, day=before.published_at.date(), state=before.digest)
    last = _last_hold(pack)
    if last is not None and last.held_by != held_by:
        _require_same_owner(actor, last)
        if last.outcome != Held.DROPPED:
            raise InDevelopment(where=pack, pack=pack, development=last.held_by, state=last.outcome)
    EditionHold.objects.create(
        pack=pack,
        outcome=str(outcome),
        held_by=held_by,
        organisation=actor.organisation,
        text_digest=approved_text,
        at=at,
    )


def _last_hold(pack: str) -> EditionHold | None:
    return EditionHold.objects.select_for_update().filter(pack=pack).last()


def _require_same_owner(actor: Actor, held: EditionHold) -> None:
    if not actor.is_in(held.organisation):
        raise NotTheOwner(where=held.pack, scheme=held.pack.partition("@")[0], owner=held.organisation)


def _require_free(actor: Actor, edition: Pack) -> None:
    """Refuse an edition that is held, or whose text is not the approved one; one never held is free."""
    held = _last_hold(edition.ref)
    if held is None:
        _require_no_body(edition)
        return
    _require_same_owner(actor, held)
    if held.outcome != Held.APPROVED:
        raise InDevelopment(where=edition.ref, pack=edition.ref, development=held.held_by, state=held.outcome)
    if held.text_digest != text_digest(edition):
        raise NotTheApprovedText(where=edition.ref, pack=edition.ref, development=held.held_by, state=held.outcome)


def _require_no_body(edition: Pack) -> None:
    """Refuse to publish without a decision what the last published edition wants decided by a certain body."""
    last = last_edition(edition.scheme)
    if last is not None and pack_by_digest(last.digest).rules.under("development"):
        raise NotDeveloped(where=edition.ref, before=last.ref, pack=edition.ref, state=last.digest)


def _checked(ref: str) -> Pack:
    """Return the pack if everything about it holds."""
    paths = pack_paths()
    if ref not in paths:
        raise PackMissing(where=ref[:200], pack=ref[:200], what=ref[:200], known=", ".join(paths) or "none")
    edition, findings = load(paths[ref])
    if edition is None:
        raise refused(ref, findings)
    results = run_all(edition.cases, edition)
    failed = [result.case for result in results if result.state is CaseState.FAILED]
    if failed:
        raise CasesFail(where=failed[0], count=len(failed), pack=ref, case=failed[0], state="")
    tried = {case.standard for case in edition.cases if case.waiting is None}
    for standard in edition.standards:
        if standard.code not in tried:
            raise CasesMissing(where=standard.code, standard=standard.code, pack=ref, state="")
    return edition
