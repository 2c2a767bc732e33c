"""One way from a form to an action: fill in, send, and either it is refused beside the field or done and elsewhere.

A page lists its steps. Each step names an action, a form and where to go when it is done; this module does the rest,
so that no page invents its own way of saying no.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from orepass.kernel.refusal import Refusal
from orepass.platform import clock, flood, policy
from orepass.platform.access import Actor, explain
from orepass.platform.actions import perform_from_json, refused_beforehand
from orepass.web.acting import actor_of
from orepass.web.components import Table, export, shown
from orepass.web.refused import Refused, RefusedFinding, refused


class ActionForm(forms.Form):
    """A form whose fields are the inputs of an action."""

    verb: ClassVar[Any] = ""
    stop: ClassVar[bool] = False

    refused = False
    jump = False
    """Whether the browser goes to what is said of the refusal: on the page that answers what was sent."""
    begun = False
    """Whether the reader came here to fill it in, so that it is shown open among others."""
    refusal_code = ""
    way_out = ""
    refused_findings: Sequence[RefusedFinding] = ()
    not_open: Sequence[tuple[str, Sequence[RefusedFinding]]] = ()
    """What else there is to choose and is not open now: its word, and what stands against it."""
    step = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Give every form its own identifiers, so that several fit on a page."""
        self.step = kwargs.pop("step", "")
        kwargs.setdefault("auto_id", f"{self.step.replace('.', '-') or 'id'}-%s")
        super().__init__(*args, **kwargs)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Return the action's inputs as JSON-shaped values; files are stored as evidence first."""
        filled: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if isinstance(value, UploadedFile):
                filled[name] = [store(actor, value)]
            elif value is None and isinstance(self.fields[name], forms.FileField):
                filled[name] = []
            elif value is not None and (value != "" or self.fields[name].required):
                filled[name] = value
        return filled

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal: beside the field it names, else above the form, always with the way out."""
        said = refused(refusal)
        self.refused = True
        self.refusal_code = said.code
        self.way_out = said.way_out
        self.refused_findings = said.findings
        self.add_error(refusal.where if refusal.where in self.fields else None, said.said)

    def clean(self) -> dict[str, Any]:
        """Mark the form as refused when a field already is."""
        cleaned = super().clean() or {}
        self.refused = bool(self.errors)
        return cleaned


class ClosedStep(msgspec.Struct, frozen=True):
    """A step that would be refused now whatever is said with it: its form, to be read only, and why."""

    form: ActionForm
    why: Refused


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step that a page offers: the action, its form, inputs the page knows already, and where it leads.

    ``done`` is what is said when it is done, or makes that of the action's card. ``answer``, where it is given, makes
    of the card what is answered instead: a file to save.
    """

    tag: str
    form: type[ActionForm]
    fixed: dict[str, Any] = {}
    initial: dict[str, Any] = {}
    options: dict[str, Any] = {}
    done: Any = ""
    next_href: str | Callable[[Any], str] = ""
    answer: Callable[[Any], HttpResponse] | None = None
    name: str = ""

    @property
    def key(self) -> str:
        """Return what tells the step apart on its page."""
        return self.name or self.tag


def store(actor: Actor, file: "UploadedFile[Any]") -> str:
    """Store an uploaded file as evidence and return its digest."""
    inputs = {
        "name": (file.name or "file")[:120],
        "media_type": file.content_type or "application/octet-stream",
        "content_base64": base64.b64encode(file.read()).decode(),
    }
    card = perform_from_json(actor, "platform.evidence.store", inputs)
    return str(card.id)


def may(request: HttpRequest, tag: str) -> bool:
    """Say whether the policy table lets whoever is logged in perform an action."""
    return explain(actor_of(request), tag, policy.rows()).allowed


def work_page(
    request: HttpRequest,
    template: str,
    page: dict[str, Any],
    *,
    steps: Sequence[Step] = (),
    tables: Sequence[Table] = (),
) -> HttpResponse:
    """Show a page with its tables and steps; perform the step that was sent.

    What the action itself would refuse whatever is typed is no form but a reason; it is asked of the action.
    """
    exported = export(request, tables)
    if exported is not None:
        return exported
    offered = {step.key: step for step in steps if may(request, step.tag)}
    forms_by_key = {key: step.form(initial=step.initial, step=key, **step.options) for key, step in offered.items()}
    closed = _closed(request, offered, forms_by_key)
    status = 200
    if request.method == "POST":
        chosen = offered.get(request.POST.get("step", ""))
        if chosen is None:
            messages.error(request, _("This step is not open to you now; the page shows those that are."), "refusal")
            return redirect(request.path)
        form = chosen.form(request.POST, request.FILES, step=chosen.key, **chosen.options)
        card = attempt(request, form, chosen)
        if card is not None:
            return _done(request, chosen, card)
        forms_by_key[chosen.key] = form
        form.jump = form.refused
        status = 422
    whole = {
        **page,
        "forms": {
            key.replace(".", "_"): form for key, form in forms_by_key.items() if key not in closed or form.refused
        },
        "closed_steps": {key.replace(".", "_"): step for key, step in closed.items()},
        "closed_reasons": _reasons(closed),
        "refused_now": status != 200,  # noqa: PLR2004 - HTTP
        "tables": {table.id.replace("-", "_"): shown(request, table) for table in tables},
    }
    return render(request, template, whole, status=status)


def _closed(
    request: HttpRequest, offered: Mapping[str, Step], forms_by_key: Mapping[str, ActionForm]
) -> dict[str, ClosedStep]:
    """Return the steps that their actions would refuse whatever is typed."""
    actor = actor_of(request)
    found = {key: refused_beforehand(actor, step.tag, step.fixed) for key, step in offered.items()}
    return {key: ClosedStep(forms_by_key[key], refused(why)) for key, why in found.items() if why is not None}


def _reasons(closed: Mapping[str, ClosedStep]) -> list[tuple[str, Refused]]:
    """Return each reason with the steps that it closes, in their order."""
    verbs: dict[Refused, list[str]] = {}
    for step in closed.values():
        verbs.setdefault(step.why, []).append(str(step.form.verb))
    return [(", ".join(named), why) for why, named in verbs.items()]


def attempt(request: HttpRequest, form: ActionForm, step: Step) -> Any:  # noqa: ANN401 - the action's card
    """Perform the action when the form is sound; return its card, or nothing with the refusal on the form."""
    if not form.is_valid():
        form.refused = True
        return None
    actor = actor_of(request)
    try:
        if policy.rows()[step.tag].anybody:
            flood.count(flood.source_of(request.META), at=clock.now())
        with transaction.atomic():
            return perform_from_json(actor, step.tag, msgspec.to_builtins({**form.inputs(actor), **step.fixed}))
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _done(request: HttpRequest, step: Step, card: Any) -> HttpResponse:  # noqa: ANN401 - the action's card
    if step.answer is not None:
        return step.answer(card)
    if step.done:
        messages.success(request, step.done(card) if callable(step.done) else step.done, "done")
    href = step.next_href(card) if callable(step.next_href) else step.next_href
    return redirect(href or request.path)
