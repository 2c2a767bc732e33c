"""What a visit's plan was reckoned from: each value with its "why?", and what the planner was told."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from orepass.assurance.queries import AuditCard
from orepass.kernel.kept import Kept
from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate, rule_card
from orepass.scheme import queries as scheme
from orepass.web import vocabulary
from orepass.web.components import Mark, Parameter, Why
from orepass.web.people import names_of
from orepass.web.vocabulary import planning
from orepass.web.words import finding_text, finding_way_out, translated


class Reckoned(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a plan as the page shows it."""

    name: str
    value: str
    why: Why


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One warning that the planner was given."""

    said: str
    way_out: str
    mark: Mark


def reckoned(card: AuditCard) -> list[Reckoned]:
    """Return the values of a plan, each with the rule's own explanation and the scheme's sources."""
    return [
        Reckoned(name=planning.reckoned(kept.rule), value=planning.reckoned_value(kept.value), why=_why(kept))
        for kept in card.computed
    ]


def told(card: AuditCard) -> list[Told]:
    """Return what the planner was warned of."""
    mark = Mark("due", _("to be judged"))
    names = names_of(member.person for member in card.team)
    return [
        Told(said=_named(finding_text(found), names), way_out=finding_way_out(found), mark=mark) for found in card.told
    ]


def _named(text: str, names: dict[str, str]) -> str:
    """Say the names of the team where a finding says their pseudonyms."""
    for pseudonym, name in names.items():
        text = text.replace(pseudonym, name)
    return text


def _why(kept: Kept) -> Why:
    try:
        computed: Any = calculate(kept.rule, kept.inputs)
        working, sources = tuple(computed.explanation), computed.sources
    except Refusal:
        working, sources = (), ()
    written = scheme.pack_by_digest(kept.pack_digest).standard(kept.standard).rules
    parameters = [
        Parameter(vocabulary.named(path), str(found.value), found.source, found.clause, found.verified)
        for path in kept.parameters.values()
        if (found := written.parameters.get(path))
    ]
    parameters += [
        Parameter(_("rule"), source.title, translated(source.clause), "", source.verified) for source in sources
    ]
    return Why(
        rule=f"orepass calc {kept.rule} {' '.join(f'{name}={value}' for name, value in _in_order(kept))}",
        working=working,
        parameters=tuple(parameters),
        summary=_("Why?"),
    )


def _in_order(kept: Kept) -> list[tuple[str, str]]:
    """Return the inputs as the rule lists them: PostgreSQL keeps what is stored as JSON in an order of its own."""
    try:
        names = [card.name for card in rule_card(kept.rule).inputs]
    except Refusal:  # the rule has another name today
        names = []
    return sorted(kept.inputs.items(), key=lambda pair: names.index(pair[0]) if pair[0] in names else len(names))
