"""The calculator for everyone: every rule of certification by topic, each with a form, its value and why."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.kernel.calculator import Origin, Used
from orepass.kernel.refusal import Refusal
from orepass.kernel.text import readable, said
from orepass.register.calculating import CalcAnswer, answer
from orepass.register.rulebook import RuleCard, rule_card, topics
from orepass.scheme import queries as scheme
from orepass.web.components import Parameter, Why
from orepass.web.forms.calculator import SCHEME, CalculatorForm
from orepass.web.vocabulary.rules import rule_room, rule_unit
from orepass.web.words import source_text, translated


def calculator(request: HttpRequest) -> HttpResponse:
    """Show every rule there is, by topic."""
    found = [{"title": topic.title, "room": rule_room(topic.room), "rules": topic.rules} for topic in topics()]
    rooms: dict[str, list[dict[str, Any]]] = {}
    for topic in found:
        rooms.setdefault(str(topic["room"]), []).append(topic)
    count = sum(len(topic.rules) for topic in topics())
    return render(request, "public/calculator.html", {"rooms": rooms.items(), "count": count})


def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show one rule: a form of its inputs and, once sent, the value, why, and how to ask the same elsewhere."""
    card = rule_card(name)
    form = CalculatorForm(request.GET or None, rule=card, schemes=_schemes(card))
    found = _answer(card, form) if form.is_bound and form.is_valid() else None
    page = {
        "rule": card,
        "form": form,
        "answer": found,
        "said": _shown(found.value) if found else "",
        "unit": rule_unit(found.unit) if found else "",
        "why": _why(found) if found else None,
        "address": f"{settings.PUBLIC_URL}{found.address}" if found else "",
        "home": reverse("web:calculator"),
    }
    return render(request, "public/rule.html", page, status=422 if form.is_bound and found is None else 200)


def _schemes(card: RuleCard) -> list[tuple[str, str]]:
    """Offer the standards whose packs write a number that this rule takes."""
    wanted = {one.parameter for one in card.inputs if one.parameter}
    packs = scheme.usable_packs() if wanted else []
    return [
        (f"{pack.ref}:{standard.code}", f"{pack.ref} · {standard.code}")
        for pack in packs
        for standard in pack.standards
        if any(path in standard.rules for path in wanted)
    ]


def _answer(card: RuleCard, form: CalculatorForm) -> CalcAnswer | None:
    ref, _colon, standard = form.cleaned_data.get(SCHEME, "").rpartition(":")
    try:
        return answer(card.name, form.given(), pack=scheme.pack(ref) if ref else None, standard=standard)
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _shown(value: object) -> str:
    return {True: _("yes"), False: _("no")}[value] if isinstance(value, bool) else str(value)


def _why(found: CalcAnswer) -> Why:
    return Why(
        working=(said(found.description), *found.explanation),
        parameters=(
            *(_parameter(used) for used in found.parameters),
            *(Parameter(_("Source"), source_text(source), verified=source.verified) for source in found.sources),
        ),
        summary=_("Why this value?"),
    )


def _parameter(used: Used) -> Parameter:
    name = translated(readable(used.name))
    if used.origin is Origin.SCHEME and used.source:
        return Parameter(name, used.value, used.source.title, used.source.clause, used.source.verified)
    shown = used.value or "–"
    return Parameter(
        name,
        shown if used.origin is Origin.GIVEN else _("%(value)s, the rule's default") % {"value": shown},
        verified=True,
    )
