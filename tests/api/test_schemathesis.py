"""Every operation of the OpenAPI document, tried with generated requests: no 500, and answers as described."""

from collections import Counter
from collections.abc import Iterator

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

pytestmark = pytest.mark.django_db(transaction=False)

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


answered: Counter[int] = Counter()


@pytest.fixture
def token(db: None) -> str:
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


@schema.parametrize()
@hypothesis.settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.generate],
)
def test_no_generated_request_breaks_the_api(case: schemathesis.Case, one_connection: None, token: str) -> None:
    case.headers = dict(case.headers or {}) | {"Authorization": f"Bearer {token}"}
    response = case.call_and_validate(
        checks=[not_a_server_error, content_type_conformance, status_code_conformance],
    )
    answered[response.status_code] += 1


def test_the_generated_requests_were_let_in_and_some_went_through() -> None:
    """Runs after the operations of this file; alone it has nothing to say and skips."""
    total = answered.total()
    if not total:
        pytest.skip("no generated request ran in this process")
    assert answered[401] == 0, answered
    assert answered[200] > total / 20, answered
