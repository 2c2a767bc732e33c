"""The permission matrix, enumerated: what is not listed is denied, and a test fails until somebody lists it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from orepass.kernel.refusal import Denied
from orepass.platform import policy
from orepass.platform.access import Actor, Role, explain
from orepass.platform.actions import registry
from orepass.platform.models import Record

PUBLIC_PAGES = {
    "web:home",
    "web:map",
    "web:map-picture",
    "web:site",
    "web:certificate",
    "web:report",
    "web:passport",
    "web:standards",
    "web:pack",
    "web:coverage",
    "web:numbers",
    "web:what-applies",
    "web:self-assessment",
    "web:self-assessment-file",
    "web:self-assessment-style",
    "web:compare",
    "web:announcements",
    "web:edition-changes",
    "web:standard",
    "web:standard-sheet",
    "web:assessment-sheet",
    "web:assessment-form",
    "web:subject",
    "web:calculator",
    "web:rule",
    "web:draw",
    "web:draw-file",
    "web:complain",
    "web:complaint-follow",
    "web:consultations",
    "web:consultation",
    "web:development",
    "web:development-version",
    "web:recognised",
    "web:recognised-one",
    "web:certificate-paper",
    "web:passport-paper",
    "web:log",
    "web:proof",
    "web:verifier",
    "web:verifier-worker",
    "web:verifier-manifest",
    "web:verifier-schema",
    "web:verifier-anchors",
    "web:bundle",
    "web:bundle-codes",
    "web:language",
    "web:components",
    "alive",
    "ready",
    "published",
    "log-files",
    "api-reference",
    "api-operation",
}
"""What a stranger may open; every other page of ours stands under one of ``WORK`` and asks for the log-in."""

WORK = ("/desk/", "/invitation/")

PUBLIC_READS = {
    "identities",
    "credential-status",
    "identity",
    "search",
    "sites",
    "site",
    "site-register",
    "site-status",
    "site-flags",
    "site-visits",
    "standards",
    "standard",
    "standard-pack",
    "standards-coverage",
    "standards-compare",
    "standard-workbook",
    "events-template",
    "standard-file",
    "standard-oscal",
    "announcements",
    "edition-changes",
    "what-applies",
    "editions",
    "certificates",
    "certificate",
    "report",
    "credentials",
    "credential",
    "credential-document",
    "credential-bundle",
    "anchors",
    "credential-token",
    "sealed-file",
    "fee-schedule",
    "passports",
    "passport",
    "trusted",
    "calc-rules",
    "calc",
    "draw",
    "log",
    "recognitions",
    "recognition",
    "recognition-overlaps",
    "consultations",
    "consultation",
    "draft-against-final",
    "developments",
    "development",
    "development-comments",
    "development-decisions",
    "development-version",
    "log-entries",
    "log-witnesses",
    "log-inclusion",
    "log-consistency",
    "log-checkpoint",
}
"""What the API answers without a token: the public register and the public log, to read only."""

PUBLIC_CHECKS = {"credential-check", "credentials-verify", "presentations-verify", "complaint-follow"}
"""What is sent to be checked and not kept."""

IN_ANOTHER_SHAPE = {"credentials-issue": "passport.credential.issue", "credentials-status": "credentials.status.set"}
"""Operations of the VC API, and the action that each of them performs."""

DONE_BY_NOBODY = {
    "engagement.complaint.lodge",
    "engagement.complaint.add",
    "engagement.complaint.forget",
    "engagement.consultation.comment",
}
"""What may be done without an account; the record does not say by whom."""

EXAMPLE = {"str": "x", "int": "1", "slug": "x", "path": "x"}

TAGS = sorted(registry())


def everyone(tag: str) -> bool:
    return policy.rows()[tag].everyone or policy.rows()[tag].anybody


def test_every_action_has_a_row_and_every_row_an_action() -> None:
    assert set(policy.rows()) == set(registry())


def test_every_row_stands_in_the_table_of_its_room() -> None:
    for module in pkgutil.iter_modules(policy.__path__):
        rows = importlib.import_module(f"{policy.__name__}.{module.name}").ROWS
        assert [tag for tag in rows if not tag.startswith(f"{module.name}.")] == []


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.django_db
@pytest.mark.any_database  # a role is a word of the actor's
def test_whoever_is_not_in_the_row_is_denied_and_nothing_is_recorded(tag: str) -> None:
    """Each role alone, and none at all, against each action; the check comes before the inputs are looked at."""
    before = Record.objects.count()
    row, action = policy.rows()[tag], registry()[tag]
    outsiders = [] if everyone(tag) else [frozenset[Role](), *({role} for role in Role if role not in row.roles)]
    for roles in outsiders:
        with pytest.raises(Denied):
            action.perform(Actor("per-stranger", "org-stranger", frozenset(roles)))
    assert Record.objects.count() == before
    for role in row.roles:
        assert explain(Actor("per-x", "org-x", frozenset({role})), tag, policy.rows()).allowed


@pytest.mark.parametrize("tag", TAGS)
def test_a_token_whose_scopes_leave_the_action_out_may_not(tag: str) -> None:
    actor = Actor("per-x", "org-x", frozenset(Role), scopes=("nothing.else.*",))
    assert not explain(actor, tag, policy.rows()).allowed


def test_whoever_has_not_signed_in_may_do_what_is_listed_and_nothing_else() -> None:
    for nobody in (Actor.anonymous(), Actor(""), Actor("anonymous", "org-x", frozenset(Role))):
        assert {tag for tag in TAGS if explain(nobody, tag, policy.rows()).allowed} == DONE_BY_NOBODY
    assert {tag for tag in TAGS if policy.rows()[tag].anybody} == DONE_BY_NOBODY


def test_an_action_without_a_row_is_denied_to_all_even_the_system() -> None:
    for actor in (Actor.system("x"), Actor("per-x", "org-x", frozenset(Role))):
        assert not explain(actor, "room.thing.unheard_of", policy.rows()).allowed


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the product with its name, placeholders filled in."""
    yield from _below(get_resolver(), "/", "")


def _below(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + _filled(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or getattr(pattern.callback, "__name__", "")
            yield f"{namespace}{name}", route


def _filled(pattern: URLPattern | URLResolver) -> str:
    text = str(pattern.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
    for kind, example in EXAMPLE.items():
        parts = text.split(f"<{kind}:")
        text = parts[0] + "".join(example + part.partition(">")[2] for part in parts[1:])
    while "(?P<" in text:
        head, _, tail = text.partition("(?P<")
        text = head + "x" + tail.partition(")")[2]
    return text


OURS = sorted({(name, route) for name, route in addresses() if not name.startswith(("api:", "account_", "mfa_"))})


@pytest.mark.parametrize(("name", "route"), OURS, ids=[name for name, _ in OURS])
@pytest.mark.django_db
def test_a_stranger_opens_only_what_is_listed_as_public(name: str, route: str) -> None:
    response = Client().get(route)
    if name in PUBLIC_PAGES:
        assert not route.startswith(WORK)
        assert response.status_code in {200, 302, 304, 404}
        assert "/login" not in response.get("Location", "")
    else:
        assert route.startswith(WORK), "a page that is neither listed as public nor stands under desk/"
        assert response.status_code in {302, 405}
        if response.status_code == 302:
            assert "/login" in response["Location"]


def test_every_page_that_is_listed_as_public_exists() -> None:
    assert {name for name, _ in OURS} >= PUBLIC_PAGES


@pytest.mark.django_db
def test_every_operation_of_the_api_asks_for_a_token_but_the_listed_reads() -> None:
    client = Client()
    document = client.get("/api/v1/openapi.json").json()
    open_to_all = set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            response = getattr(client, method)(re.sub(r"{[^}]*}", "x", path))
            if response.status_code != 401:
                open_to_all.add((method, operation["operationId"]))
    assert len(document["paths"]) > len(registry())
    sent = PUBLIC_CHECKS | DONE_BY_NOBODY
    assert open_to_all == {("get", read) for read in PUBLIC_READS} | {("post", check) for check in sent}


@pytest.mark.django_db
def test_every_action_is_an_operation_of_the_api_under_its_own_name() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    posts = {operation["operationId"] for methods in document["paths"].values() for operation in methods.values()}
    assert set(registry()) <= posts
    writes = {
        operation["operationId"]
        for methods in document["paths"].values()
        for method, operation in methods.items()
        if method != "get"
    }
    assert writes <= set(registry()) | PUBLIC_CHECKS | set(IN_ANOTHER_SHAPE)
    assert set(IN_ANOTHER_SHAPE.values()) <= set(registry())
