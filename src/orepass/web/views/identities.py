"""Identities: the names this home signs with, their keys and every version of their public histories."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.credentials import queries
from orepass.credentials.queries import IdentityCard, KeyCard, VersionCard
from orepass.credentials.rules.keys import ED25519, P256
from orepass.credentials.rules.status_message import StatusMessage
from orepass.party import queries as party
from orepass.platform.access import Role
from orepass.web.act import Step, work_page
from orepass.web.acting import at_work
from orepass.web.components import Column, Mark, Table, day, marked, number, words
from orepass.web.forms import identities as forms
from orepass.web.roles import role_words
from orepass.web.views.contexts import bringing, contexts

SHOWN = 500


@at_work(Role.STEWARD)
def identities(request: HttpRequest) -> HttpResponse:
    """Show every identity of this home, what it reads others with, and what a steward can do about both."""
    cards = queries.identities()
    opening = queries.opening_keys()
    tables = [_identities(cards), _keys(cards), _opening_keys(cards, opening), _versions(cards), contexts()]
    return work_page(request, "desk/identities.html", {}, steps=[*_steps(cards, opening), bringing()], tables=tables)


def _identities(cards: Iterable[IdentityCard]) -> Table:
    return Table(
        id="identities",
        caption=_("Identities"),
        columns=(
            Column(_("Name")),
            Column(_("DID"), "code"),
            Column(_("With its history"), "code"),
            Column(_("State")),
        ),
        rows=tuple(
            (
                words(card.name),
                words(card.id),
                words(card.history_did or "–"),
                marked(Mark("missing", _("ended")) if card.deactivated_at else Mark("verified", _("in force"))),
            )
            for card in cards
        ),
        empty=_("No identity has been made yet; the first credential makes the installation's own."),
    )


def _keys(cards: Iterable[IdentityCard]) -> Table:
    return Table(
        id="keys",
        caption=_("Keys that sign or signed credentials"),
        columns=(
            Column(_("Identity")),
            Column(_("Kind")),
            Column(_("Key"), "code"),
            Column(_("Since")),
            Column(_("State")),
        ),
        rows=tuple(
            (
                words(card.name),
                words(key.kind),
                words(key.public_multibase),
                day(key.created_at.date()),
                marked(_state(key)),
            )
            for card in cards
            for key in card.keys
        ),
        empty=_("No key has been made yet."),
    )


def _opening_keys(cards: Iterable[IdentityCard], keys: Sequence[KeyCard]) -> Table:
    names = {card.id: card.name for card in cards}
    return Table(
        id="opening-keys",
        caption=_("Keys that open what is sealed for a role"),
        columns=(
            Column(_("Identity")),
            Column(_("Role")),
            Column(_("Key"), "code"),
            Column(_("Since")),
            Column(_("State")),
        ),
        rows=tuple(
            (
                words(names[key.did]),
                words(role_words(Role(key.role))),
                words(key.public_multibase),
                day(key.created_at.date()),
                marked(_opening_state(key)),
            )
            for key in keys
        ),
        empty=_("No key has been made yet: nobody can share a file sealed with a party of this home."),
    )


def _opening_state(key: KeyCard) -> Mark:
    if key.compromised:
        return Mark("failed", _("compromised"))
    return Mark("missing", _("retired")) if key.retired_at else Mark("verified", _("files are sealed for it"))


def _versions(cards: Iterable[IdentityCard]) -> Table:
    return Table(
        id="versions",
        caption=_("Versions of their histories"),
        columns=(Column(_("Identity")), Column(_("Version")), Column(_("Day")), Column(_("Keys")), Column(_("State"))),
        rows=tuple(
            (
                words(card.name),
                number(version.number),
                day(version.at.date()),
                number(version.keys),
                marked(_published(version)),
            )
            for card in cards
            if card.history_did
            for version in queries.history_of(card.id)
        ),
        empty=_("There is no history: others cannot ask this host."),
    )


def _state(key: KeyCard) -> Mark:
    if key.compromised:
        return Mark("failed", _("compromised"))
    return Mark("missing", _("retired")) if key.retired_at else Mark("verified", _("signs"))


def _published(version: VersionCard) -> Mark:
    if version.deactivated:
        return Mark("missing", _("ended"))
    return Mark("verified", _("published")) if version.published else Mark("due", _("waits for its witnesses"))


def _steps(cards: list[IdentityCard], opening: Sequence[KeyCard]) -> list[Step]:
    organisations = [(str(card.id), card.name) for card in party.organisations(limit=SHOWN)]
    live = [(card.id, card.name) for card in cards if card.deactivated_at is None]
    retiring = _keys_to_retire(cards, opening)
    roles = [(role.value, role_words(role)) for role in Role]
    reading = [(card.id, card.name) for card in cards if card.deactivated_at is None and card.organisation]
    steps = [
        Step(
            tag="credentials.identity.create",
            form=forms.NewIdentityForm,
            options={"choices": {"organisation": organisations}},
            done=_("The identity is made; its history has begun."),
        )
    ]
    waiting = [
        (version.version_id, f"{card.name}: {version.number}")
        for card in cards
        if card.history_did and card.deactivated_at is None
        for version in queries.history_of(card.id)
        if not version.published
    ]
    kinds = [(P256, "P-256 (ES256)"), (ED25519, "Ed25519 (EdDSA)")]
    offered = (
        ("credentials.identity.rotate", forms.RotateForm, {"did": live}, _("New keys sign from now on.")),
        ("credentials.key.retire", forms.RetireKeyForm, {"key": retiring}, _("The key signs no more.")),
        ("credentials.key.create", forms.FurtherKeyForm, {"did": live, "kind": kinds}, _("The key signs from now on.")),
        (
            "credentials.agreement.make",
            forms.OpeningKeyForm,
            {"did": reading, "role": roles},
            _("Files can be sealed for this role from now on."),
        ),
        (
            "credentials.identity.name_witnesses",
            forms.WitnessesForm,
            {"did": [(card.id, card.name) for card in cards if card.history_did and card.deactivated_at is None]},
            _("From the next version on, it is published when they have signed."),
        ),
        (
            "credentials.identity.take_witness_proof",
            forms.WitnessProofForm,
            {"did": live, "version": waiting},
            _("The proof is on record."),
        ),
        ("credentials.status.tell", forms.MessageForm, {"text": _messages()}, _("The status list tells it.")),
        ("credentials.identity.deactivate", forms.EndIdentityForm, {"did": live}, _("The identity is ended.")),
    )
    steps += [
        Step(tag=tag, form=form, options={"choices": choices}, done=done)
        for tag, form, choices, done in offered
        if all(choices.values())
    ]
    return steps


def _keys_to_retire(cards: Sequence[IdentityCard], opening: Sequence[KeyCard]) -> list[tuple[str, str]]:
    names = {card.id: card.name for card in cards}
    signing = [(key, key.kind) for card in cards for key in card.keys]
    named = [*signing, *((key, role_words(Role(key.role))) for key in opening)]
    return [
        (key.id, f"{names[key.did]}: {what} {key.public_multibase[:12]}…") for key, what in named if not key.compromised
    ]


def _messages() -> list[tuple[str, str]]:
    return [
        (StatusMessage.SUPERSEDED.word, _("a newer one has taken its place")),
        (StatusMessage.CONTESTED.word, _("somebody disputes it")),
        (StatusMessage.CORRECTED.word, _("it held an error; a corrected one was issued")),
        (StatusMessage.NOTHING.word, _("nothing any more")),
    ]
