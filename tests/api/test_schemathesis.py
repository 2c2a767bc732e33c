"""Every operation of the OpenAPI document, tried with generated requests: no 500, and answers as described."""

from collections import Counter
from collections.abc import Iterator
from operator import methodcaller

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from orepass.platform.access import Actor, Role
from orepass.platform.accounts import create_token, grant_membership
from orepass.platform.people import actor_for, register_person
from tests.beginnings import Teller, Told

pytestmark = pytest.mark.django_db(transaction=False)

ACTIONS = "/actions/"
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


answered: Counter[int] = Counter()


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[str]:
    return tell(token_of_every_role)


@pytest.fixture
def token(told: Told[str], db: None) -> str:
    return told.again()


def token_of_every_role() -> str:
    system = Actor.system("test")
    person = register_person(system, name="x", purpose="y").id
    for role in Role:
        grant_membership(system, person=person, organisation="org-TEST", role=role)
    return create_token(actor_for(person), scopes=["*"]).secret


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's own connection open from one request to the next, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# What is sent to an action is spoilt in every place by test_bad_input; what is asked is guessed here alone.
FOR_AN_ACTION, FOR_A_QUESTION = 3, 6

few = hypothesis.settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.generate],
)

# Parametrised by pytest: tests that share a name, as the library's own do, count as one where several processes run.
operations = {operation.label: operation for operation in map(methodcaller("ok"), schema.get_all_operations())}
of_actions = [label for label in operations if ACTIONS in label]


@pytest.mark.parametrize("label", [label for label in operations if label not in of_actions])
def test_no_generated_request_breaks_the_api(label: str, one_connection: None, token: str) -> None:
    send_some(label, token, FOR_A_QUESTION)


@pytest.mark.any_database  # test_bad_input sends each action what a database could take differently
@pytest.mark.parametrize("label", of_actions)
def test_no_generated_request_breaks_an_action(label: str, one_connection: None, token: str) -> None:
    send_some(label, token, FOR_AN_ACTION)


def send_some(label: str, token: str, requests: int) -> None:
    @hypothesis.settings(few, max_examples=requests)
    @hypothesis.given(operations[label].as_strategy())
    def send(case: schemathesis.Case) -> None:
        case.headers = dict(case.headers or {}) | {"Authorization": f"Bearer {token}"}
        response = case.call_and_validate(
            checks=[not_a_server_error, content_type_conformance, status_code_conformance],
        )
        answered[response.status_code] += 1

    send()


def test_the_generated_requests_were_let_in_and_some_went_through() -> None:
    """Runs after the operations of this file; alone it has nothing to say and skips."""
    total = answered.total()
    if not total:
        pytest.skip("no generated request ran in this process")
    assert answered[401] == 0, answered
    assert answered[200] > total / 20, answered
