"""Who acts behind a request, what their navigation shows, and how a refusal becomes a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from orepass.kernel.refusal import Denied, NotFound, Refusal
from orepass.platform.access import STRANGER, Actor, Role
from orepass.platform.home import is_demonstration
from orepass.platform.people import actor_for
from orepass.web.refused import refused
from orepass.web.roles import WORK, organisation_name, role_words

CHOSEN = "acting_for"
ADDRESS_SHOWN = 200
NOBODY = STRANGER
UNREVIEWED_LANGUAGES = frozenset({"es", "sw"})

View = Callable[..., HttpResponse]


class NavigationItem(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a navigation."""

    text: str
    href: str
    current: bool = False


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """One language of the switch; texts that nobody reviewed are marked."""

    code: str
    name: str
    href: str
    current: bool
    reviewed: bool
    unreviewed: str


class ActingMiddleware:
    """Give every request its actor, and answer a refusal with a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Tie the actor to the request."""
        cast("Any", request).actor = _actor_behind(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal that no form has shown."""
        if not isinstance(exception, Refusal) or request.path.startswith("/api/"):
            return None
        return refused_page(request, exception)


def _actor_behind(request: HttpRequest) -> Actor:
    user = cast("Any", request).user
    if not user.is_authenticated or not user.person_id:
        return NOBODY
    return actor_for(user.person_id, request.session.get(CHOSEN, ""))


def actor_of(request: HttpRequest) -> Actor:
    """Return whoever acts; a stranger is nobody, with no role anywhere."""
    return cast("Actor", cast("Any", request).actor)


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show a refusal as a page of its own: what, why, and the way out."""
    said = refused(refusal)
    context = {
        "title": _("There is nothing here") if refusal.status == 404 else _("This cannot be done"),  # noqa: PLR2004 - HTTP
        "said": said.said,
        "way_out": said.way_out,
        "code": said.code,
        "findings": [(found.said, found.where, found.way_out) for found in said.findings],
    }
    return render(request, "refused.html", context, status=refusal.status)


def nowhere(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show that no page has this address, as a thing that is not there shows."""
    return refused_page(request, NotFound(what=request.path[:ADDRESS_SHOWN]))


def at_work(*roles: Role) -> Callable[[View], View]:
    """Keep a page for people who are logged in and hold one of the roles (none named: any)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            actor = actor_of(request)
            if actor is NOBODY:
                return redirect_to_login(request.get_full_path())
            if roles and not actor.roles.intersection(roles):
                raise Denied(action=request.path, roles=", ".join(role_words(role) for role in roles))
            return view(request, *args, **kwargs)

        vars(guarded)["kept_for"] = frozenset(roles)
        return guarded

    return guard


def opens(actor: Actor, name: str, *arguments: str) -> str:
    """Return the address of a page at work if the actor's roles open it, else nothing: no link leads to a refusal."""
    href = reverse(f"web:{name}", args=arguments)
    kept_for: frozenset[Role] = getattr(resolve(href).func, "kept_for", frozenset())
    return href if not kept_for or actor.roles & kept_for else ""


def context(request: HttpRequest) -> dict[str, object]:
    """Give every template its navigation and its language switch."""
    actor = getattr(request, "actor", NOBODY)
    name = organisation_name(actor.organisation)
    return {
        "actor": actor,
        "demonstration": is_demonstration(),
        "public_navigation": _public(request),
        "role_navigation": _work(request, actor),
        "at_work": request.path.startswith("/desk/"),
        "acting_as": _("for %(organisation)s") % {"organisation": name} if name else "",
        "language_switch": _languages(request),
    }


def _public(request: HttpRequest) -> list[NavigationItem]:
    entries = (
        (_("Register"), "web:home"),
        (_("Map"), "web:map"),
        (_("Standards"), "web:standards"),
        (_("Calculator"), "web:calculator"),
        (_("Log"), "web:log"),
    )
    return [_item(request, text, reverse(name)) for text, name in entries]


def _work(request: HttpRequest, actor: Actor) -> list[NavigationItem]:
    entries: dict[str, str] = {}
    for role, pages in WORK.items():
        if role in actor.roles:
            entries |= {reverse(name): _(text) for text, name in pages}
    return [_item(request, text, href) for href, text in entries.items()]


def _item(request: HttpRequest, text: str, href: str) -> NavigationItem:
    alone = href in {reverse("web:home"), reverse("web:dashboard")}
    within = request.path == href or (not alone and request.path.startswith(href))
    return NavigationItem(text=text, href=href, current=within)


def _languages(request: HttpRequest) -> list[Language]:
    now = get_language()
    found = []
    for code, name in settings.LANGUAGES:
        with override(code):
            unreviewed = _("unreviewed")
        href = f"{reverse('web:language', args=[code])}?{urlencode({'next': request.get_full_path()})}"
        found.append(
            Language(
                code=code,
                name=name,
                href=href,
                current=code == now,
                reviewed=code not in UNREVIEWED_LANGUAGES,
                unreviewed=unreviewed,
            )
        )
    return found
