"""“What applies to me?”: a few questions without an account, then the list, the effort and a sheet to print.

Nothing is stored: what was answered stands in the address alone, so that the way back is the browser's own.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.platform import clock
from orepass.register.applying import StandardAnswer, WhatApplies, what_applies
from orepass.register.estimating import Effort
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import When, countries_named, looks_at, questions
from orepass.scheme.rules.asking.saying import ELSEWHERE, FLAG, NOT_KNOWN, names, profile_said
from orepass.scheme.rules.cards import pack_card
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.regions import pack_on
from orepass.web import vocabulary
from orepass.web.components import Mark, Parameter, Step, Why
from orepass.web.forms.applying import DoForm, FlagsForm, MineralForm, SizeForm, StepForm, WhereForm
from orepass.web.texts import pack_texts
from orepass.web.views.browsing import paged
from orepass.web.vocabulary import standards as said
from orepass.web.vocabulary.rules import rule_unit
from orepass.web.words import country_text, in_language, number_text

SENT: Final = "sent"
STEP: Final = "step"
PAGE_SIZE: Final = 15
type Said = dict[str, list[str]]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One step: its name and title, its form, what it asks, and the answers by which it is over."""

    name: str
    title: str
    form: type[StepForm]
    asked: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    def is_over(self, given: Said) -> bool:
        """Say whether all that this step needs was answered."""
        return all(name in given for name in self.over)


def said_in(request: HttpRequest, pack: Pack) -> Said:
    """Return what the address says of the site; nothing else in it counts."""
    known = names(pack)
    lists = {name: [value for value in request.GET.getlist(name) if value] for name in known}
    return {name: values for name, values in lists.items() if values}


def address(given: Mapping[str, Sequence[str]], **more: str) -> str:
    """Write answers as an address."""
    return f"?{urlencode([*((n, v) for n, values in given.items() for v in values), *more.items()])}"


def steps_for(pack: Pack, given: Said) -> list[Asked]:
    """Return the steps of this reader: those whose answers can change something, and those already answered."""
    open_now = questions(pack, profile_said(pack, given))
    flags = {name for base, name in open_now if base == "flags"}
    asked_flags = tuple(name for name in pack.flags if name in flags or f"{FLAG}{name}" in given)
    stage = ("stage",) if "stage" in pack.vocabulary and looks_at(pack, ("site", "stage")) else ()
    doing = tuple(name for name in ("activities",) if name in pack.vocabulary)
    found = [Asked(name="do", title=_("What you do"), form=DoForm, asked=stage, over=(*doing, *stage))]
    found = found if doing or stage else []
    if "minerals" in pack.vocabulary and (("site", "minerals") in open_now or "minerals" in given):
        found.append(Asked(name="minerals", title=_("Minerals"), form=MineralForm, over=("minerals",)))
    found.append(Asked(name="size", title=_("Size"), form=SizeForm, over=("size",)))
    if ("site", "country") in open_now or "country" in given:
        found.append(
            Asked(name="where", title=_("Place"), form=WhereForm, asked=countries_named(pack), over=("country",))
        )
    if asked_flags:
        over = tuple(f"{FLAG}{name}" for name in asked_flags)
        found.append(Asked(name="more", title=_("What else is so"), form=FlagsForm, asked=asked_flags, over=over))
    return found


def wizard(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask step by step; when all is answered, show what applies."""
    pack = pack_on(scheme.pack(ref), clock.today())
    sent = request.GET.get(SENT, "")
    given = said_in(request, pack)
    before = {name: values for name, values in given.items() if not sent or name not in _own(given, sent)}
    steps = steps_for(pack, before)
    if sent:
        current = next((step for step in steps if step.name == sent), None)
        if current:
            form = current.form(request.GET, pack=pack, asked=current.asked)
            if form.is_valid():
                return redirect(request.path + address({**before, **form.answers()}))
            return _ask(request, pack, (steps, current), form, before)
    wished = next((step for step in steps if step.name == request.GET.get(STEP)), None)
    current = wished or next((step for step in steps if not step.is_over(given)), None)
    if current is None:
        return _result(request, pack, given, steps)
    initial = {name: values if name in {"activities", "minerals"} else values[0] for name, values in given.items()}
    form = current.form(initial=initial, pack=pack, asked=current.asked)
    rest = {name: values for name, values in given.items() if name not in form.fields}
    return _ask(request, pack, (steps, current), form, rest)


def _own(given: Said, sent: str) -> set[str]:
    """Return the names that a step asks for itself, so that its answers replace those of before."""
    fixed = {"do": {"activities", "stage"}, "minerals": {"minerals"}, "size": {"size", "people"}, "where": {"country"}}
    flags = {name for name in given if name.startswith(FLAG)}
    return fixed.get(sent, flags if sent == "more" else set())


def _ask(request: HttpRequest, pack: Pack, way: tuple[list[Asked], Asked], form: StepForm, rest: Said) -> HttpResponse:
    steps, current = way
    at = steps.index(current)
    page = {
        "pack": pack_card(pack, pack_texts(request, pack).code),
        "title": current.title,
        "form": form,
        "step": current.name,
        "steps": [
            Step(each.title, "past" if place < at else "now" if place == at else "ahead")
            for place, each in enumerate(steps)
        ],
        "hidden": [(name, value) for name, values in rest.items() for value in values],
        "back": address(rest, step=steps[at - 1].name) if at else reverse("web:pack", args=[pack.ref]),
        "first": at == 0,
    }
    return render(request, "public/what_applies.html", page, status=422 if form.is_bound else 200)


def _result(request: HttpRequest, pack: Pack, given: Said, steps: list[Asked]) -> HttpResponse:
    texts = pack_texts(request, pack)
    found = what_applies(pack, given, texts.code)
    theirs = [each for each in found.standards if each.applies != "no"]
    wished = request.GET.get("standard", "")
    chosen = next((each for each in theirs if each.code == wished), theirs[0] if theirs else None)
    page: dict[str, Any] = {
        "pack": found.pack,
        "texts": texts,
        "facts": [(step.title, answer_words(pack, step, given), address(given, step=step.name)) for step in steps],
        "theirs": [_tile(each, given) for each in theirs],
        "others": [(each, said.condition(pack, each.applies_when)) for each in found.standards if each.applies == "no"],
        "chosen": chosen,
        "anew": reverse("web:what-applies", args=[pack.ref]),
    }
    if chosen:
        page |= _chosen(request, pack, found, chosen, given)
    return render(request, "public/what_applies_result.html", page)


def _tile(answer: StandardAnswer, given: Said) -> dict[str, Any]:
    return {
        "answer": answer,
        "mark": Mark("declared", _("for you"))
        if answer.applies == "yes"
        else Mark("undetermined", _("perhaps for you")),
        "href": address(given, standard=answer.code) + "#list",
    }


def _chosen(
    request: HttpRequest, pack: Pack, found: WhatApplies, chosen: StandardAnswer, given: Said
) -> dict[str, Any]:
    """Lay out one standard: why it is the reader's, the effort, the list by when, and the sheet to print."""
    listed = {when: [each for each in chosen.requirements if each.when is when] for when in When}
    order = [when for when in (When.NOW, When.LATER, When.UNKNOWN, When.NOT) if listed[when]]
    wished = request.GET.get("show", "")
    shown = next((when for when in order if when == wished), order[0])
    query = {**given, "standard": [chosen.code]}
    sheet = reverse("web:self-assessment", args=[pack.ref])
    return {
        "why": said.condition(pack, chosen.applies_when),
        "efforts": [effort_page(effort) for effort in chosen.efforts],
        "people_missing": found.said.personnel is None,
        "tabs": [
            (when == shown, said.when(when), number_text(len(listed[when])), address(query, show=str(when)) + "#list")
            for when in order
        ],
        "missing": [said.fact(pack, name) for name in found.open_questions] if shown is When.UNKNOWN else [],
        "sheet": sheet + address(query),
        "query": address(given, language=pack_texts(request, pack).code),
        "file": reverse("web:self-assessment-file", args=[pack.ref]) + address(query),
        "way_up": _way_up(pack, chosen, found),
        **paged(request, [_line(pack, each) for each in listed[shown]], PAGE_SIZE),
    }


def _line(pack: Pack, each: Any) -> dict[str, Any]:  # noqa: ANN401 - a requirement of the answer
    return {"answer": each, "why": "" if each.applies_when == "true" else said.condition(pack, each.applies_when)}


def _way_up(pack: Pack, chosen: StandardAnswer, found: WhatApplies) -> list[tuple[str, str]]:
    """Name the standards that an artisanal producer can grow into, each with what is credited there."""
    if not chosen.entry:
        return []
    compare = reverse("web:compare")
    return [
        (
            f"{each.code} – {each.title}",
            f"{compare}?{urlencode({'a': f'{pack.ref}:{chosen.code}', 'b': f'{pack.ref}:{each.code}', 'size': 'asm'})}",
        )
        for each in found.standards
        if each.applies == "yes" and not each.entry
    ]


def effort_page(effort: Effort) -> dict[str, Any]:
    """Tell one part of the effort with its why."""
    sources = tuple(
        Parameter(_("Source"), source.title, "", source.clause, source.verified) for source in effort.sources
    )
    unit = {"hours": _("hours")}.get(effort.unit) or rule_unit(effort.unit)
    manual = effort.value == "manual"
    return {
        "name": said.effort(effort.kind),
        "value": _("to be set by judgement") if manual else number_text(Decimal(effort.value)),
        "unit": "" if manual else unit,
        "confirmed": effort.confirmed,
        "why": Why(
            rule=effort.command, working=tuple(effort.explanation), parameters=sources, summary=_("Why this value?")
        ),
    }


def answer_words(pack: Pack, step: Asked, given: Said) -> str:
    """Say in one line what was answered in a step."""
    say: dict[str, Any] = {
        "activities": vocabulary.activity,
        "stage": vocabulary.stage,
        "minerals": vocabulary.mineral,
        "size": vocabulary.size,
        "country": lambda code: _("in another country") if code == ELSEWHERE else country_text(code),
    }
    if step.name == "more":
        so = [in_language(pack.flags[name]) for name in step.asked if given.get(f"{FLAG}{name}") == ["yes"]]
        open_ = sum(given.get(f"{FLAG}{name}") == [NOT_KNOWN] for name in step.asked)
        left = _("Not known: %(count)s.") % {"count": open_} if open_ else ""
        return " ".join([*so, left]).strip() or _("Nothing of what was asked.")
    words = [
        _("not known") if value == NOT_KNOWN else say[name](value)
        for name in step.over
        for value in given.get(name, [])
    ]
    people = given.get("people", []) if step.name == "size" else []
    return ", ".join([*words, *(_("%(count)s people") % {"count": count} for count in people)])
