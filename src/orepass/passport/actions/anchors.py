"""Say in an identity anchor whose a DID is, by the register of this home, and take that back."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from orepass.credentials import queries as credentials
from orepass.credentials.actions import ensure_own_identity, record_status, wait_for_identity
from orepass.credentials.rules.authority import PROOF
from orepass.credentials.rules.presentation import HOLDER, OCCASION, Occasion
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.check import Result
from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.digest import canonical as canonical_value
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.numbers import numbers_of, registered_on
from orepass.party.queries import organisation_card
from orepass.passport import anchored, checking
from orepass.passport.actions.signing import frame_for, signed
from orepass.passport.anchored import ANCHOR, AnchorCard, anchored_row, card_of, numbered
from orepass.passport.models import AnchoredIdentity, IssuedCredential
from orepass.passport.rules.anchored import LIFE, RENEWED_AFTER
from orepass.passport.untp.v0_7_0.identity_writing import Anchored, identity_anchor
from orepass.platform.access import Actor
from orepass.platform.actions import action

DID_MAX: Final = 255
SHOWN: Final = frozenset({PROOF, HOLDER, OCCASION})


class NoIdentity(Conflict):
    """The organisation signs with no DID of its own."""

    code = "passport.anchor.no_identity"
    message = _("“{organisation}” has no identity of its own in this home.")
    what_to_do = _("Make one with credentials.identity.create, or name the DID that it signs with elsewhere.")


class NotItsIdentity(Conflict):
    """The DID is in this home and is another's, or was ended."""

    code = "passport.anchor.not_its_own"
    message = _("“{did}” is no identity of the organisation that is in force.")
    what_to_do = _("Name one that is its own: the page Identities, or orepass did list, shows whose each is.")


class AnchoredForAnother(Conflict):
    """One DID is one organisation's: two names behind one key would leave open who signed."""

    code = "passport.anchor.taken"
    message = _("An identity anchor in force says that “{did}” is another organisation's: {organisation}.")
    what_to_do = _("Look up whose it is; revoke the anchor that is wrong with passport.anchor.revoke.")


class Unproven(Invalid):
    """Nobody has shown that the organisation holds the key of a DID elsewhere."""

    code = "passport.anchor.unproven"
    message = _("Nothing shows that the organisation holds the key of “{did}”.")
    what_to_do = _(
        "Ask it for a presentation that this DID signs today, with the challenge “{challenge}” and the domain "
        "“{domain}”, and hand that in."
    )


@action("passport.anchor.issue")
def issue_anchor(actor: Actor, *, organisation: str, did: str = "", presentation: str = "", at: datetime) -> AnchorCard:
    """Say in an identity anchor, signed by this home, that a DID is a registered organisation's.

    Without a DID it is the one under which the organisation signs here. One of elsewhere is shown to be its own by a
    presentation. Issued again with nothing changed it is the same one; for another DID, the one before is revoked.

    Raises:
        NotFound: no organisation of that identifier is registered.
        NoIdentity: it has no identity here, and none was named.
        NotItsIdentity: the DID is another's, or was ended.
        AnchoredForAnother: another organisation has an anchor of the DID that is in force.
        Unproven: the DID is none of this home, and no presentation shows whose it is.
    """
    since = registered_on(organisation)
    if since is None:
        raise NotFound(where="organisation", what=organisation[:80])
    wait_for_identity(ensure_own_identity(at))  # whoever anchors the same DID for another now is to be seen by us
    name, is_elsewhere = _own_did(organisation, did)
    _check_not_taken(name, organisation, at)
    cards = numbers_of([organisation], at=at)
    told = Anchored(
        did=name,
        organisation=organisation,
        name=organisation_card(organisation).name,
        registered_on=since,
        numbers=numbered(cards),
    )
    state = digest_bytes(canonical_value(told))
    newest = IssuedCredential.objects.select_for_update().filter(about=organisation).order_by("-version").first()
    if newest is not None and _still_says(newest, state, at):
        return card_of(anchored_row(newest), at=at)
    if is_elsewhere:
        _check_shown(organisation, name, presentation, at)
    frame = frame_for("", follows=True, purpose="revocation", page="", at=at)
    row = signed(
        actor,
        IssuedCredential(kind=ANCHOR, about=organisation, organisation="", content_digest=state),
        identity_anchor(told, frame, until=at + LIFE),
        frame=frame,
    )
    made = AnchoredIdentity.objects.create(credential=row, did=name, numbers=[card.id for card in cards])
    for older in AnchoredIdentity.objects.filter(credential__about=organisation).exclude(did=name):
        _revoke(actor, older.credential, grounds="Another DID took its place.", at=at)
    return card_of(made, at=at)


@action("passport.anchor.revoke")
def revoke_anchor(actor: Actor, *, organisation: str, grounds: str, at: datetime) -> list[AnchorCard]:
    """Revoke every identity anchor of an organisation, for good: it has left, or its key is lost.

    Raises:
        NotFound: there is none.
    """
    wait_for_identity(ensure_own_identity(at))
    rows = IssuedCredential.objects.select_for_update().filter(about=organisation, kind=ANCHOR)
    if not rows:
        raise NotFound(where="organisation", what=organisation[:80])
    for row in rows:
        _revoke(actor, row, grounds=grounds, at=at)
    return anchored.anchors(organisation=organisation, at=at)


def challenge_for(organisation: str, day: date) -> str:
    """Return what a presentation has to be signed for: for this organisation, on this day, and for the next anchor.

    The number at its end grows with every anchor that is issued or revoked, so that nobody shows the same one again
    after a revocation.
    """
    return f"{organisation} {day.isoformat()} {anchored.turn_of(organisation)}"


def _own_did(organisation: str, did: str) -> tuple[str, bool]:
    """Return the DID of the organisation as its credentials name it, and whether it is one of elsewhere."""
    name = did or credentials.identity_for(organisation)
    if not did and name == credentials.own_did():
        raise NoIdentity(where="did", organisation=organisation)
    try:
        card = credentials.identity_card(name)
    except NotFound:
        return name, True
    if card.organisation != organisation or card.deactivated_at is not None:
        raise NotItsIdentity(where="did", did=name[:80])
    return card.id, False


def _check_not_taken(did: str, organisation: str, at: datetime) -> None:
    rows = AnchoredIdentity.objects.select_related("credential").filter(did=did)
    others = list(rows.exclude(credential__about=organisation))
    for card in anchored.cards_of(others, at=at):
        if card.state == "in_force":
            raise AnchoredForAnother(where="did", did=did[:80], organisation=card.organisation)


def _check_shown(organisation: str, did: str, presentation: str, at: datetime) -> None:
    today = at.astimezone(UTC).date()
    days, domain = (today, today - timedelta(days=1)), credentials.own_did()
    asked = [Occasion(challenge_for(organisation, day), domain) for day in days]
    if len(did) > DID_MAX or not any(_is_shown(presentation, did, occasion, at) for occasion in asked):
        raise Unproven(where="presentation", did=did[:80], challenge=asked[0].challenge, domain=domain)


def _is_shown(presentation: str, did: str, occasion: Occasion, at: datetime) -> bool:
    """Say whether a presentation was signed for an occasion by the key of a DID; nobody is asked for its document."""
    try:
        found = checking.check_presentation(presentation, at=at, offline=True, occasion=occasion)
    except BadDocument:
        return False
    holder = found.presentation.get("holder")
    named = holder.get("id") if isinstance(holder, dict) else holder
    shown = {one.name for one in found.checks if one.result is Result.PASSED}
    return found.verified is True and named == did and shown >= SHOWN


def _still_says(newest: IssuedCredential, state: Digest, at: datetime) -> bool:
    if newest.content_digest != state or newest.issued_at + RENEWED_AFTER <= at:
        return False
    return card_of(anchored_row(newest), at=at).state == "in_force"


def _revoke(actor: Actor, row: IssuedCredential, *, grounds: str, at: datetime) -> None:
    record_status(actor, subject=row.url, purpose="revocation", is_set=True, grounds=grounds, at=at)
