"""What every test gets: a home of its own, no network, and a way to the reference material."""

import functools
import gc
import os
import socket
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from orepass.scheme import actions as publishing
from tests.beginnings import Teller
from tests.served import share_the_application

# How fast a machine draws and runs an example is no fact about the product; benchmarks measure speed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]
_connect = socket.socket.connect


def _only_this_machine(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise AssertionError(f"a test reached for the network: {address}")
    _connect(self, address)


DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_serialized_rollback", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "only tests that ask the database: the others are barred from it, or say the same on any"
    parser.addoption("--database-only", action="store_true", help=told)
    told = "the folders that ask no database, or all others"
    parser.addoption("--part", choices=["without-database", "rest"], help=told)
    told = "those that ask only what others ask as well (tests/asked_alike.txt): leave them out, or take no others"
    parser.addoption("--asking-alike", choices=["not", "only"], help=told)


# Whole files go to one process or another: a long one that comes last is waited for by all the others.
LONGEST_FIRST = (
    "tests/journeys/test_demonstration.py",
    "tests/web/test_no_english_left.py",
    "tests/api/test_schemathesis.py",
    "tests/api/test_bad_input.py",
    "tests/standards/test_stories.py",
    "tests/conformance/credentials/test_rdfc_vectors.py",
    "tests/actions/platform/test_backup.py",
    "tests/properties/test_edition_comparison.py",
    "tests/web/test_complaint_pages.py",
    "tests/rules/scheme/test_template.py",
    "tests/properties/test_scheme_packs.py",
    "tests/fuzz/test_every_parser.py",
    "tests/rules/credentials/test_rdfc_worker.py",
    "tests/api/test_reading.py",
    "tests/conformance/diligence/test_diligence_published_data.py",
)


# Nothing in these folders asks the database, so a run of those who do need not even read them.
WITHOUT_DATABASE = (
    "tests/conformance/oscal",
    "tests/conformance/standards",
    "tests/conformance/transparency",
    "tests/conformance/xlsform",
    "tests/fuzz",
    "tests/properties",
    "tests/rules",
)
# Pages, commands, stories, credentials and whole journeys ask it by queries and actions whose own tests run on both;
# besides, every page opens on both in tests/journeys/test_demonstration.py, and every question of the API in tests/api.
ON_ONE_DATABASE = (
    "tests/api/test_credentials_api.py",
    "tests/api/test_credentials_on_the_log.py",
    "tests/api/test_handing_out.py",
    "tests/api/test_names_in_issued_credentials.py",
    "tests/api/test_parameters.py",
    "tests/api/test_publishing.py",
    "tests/api/test_reference_pages.py",
    "tests/api/test_sealed_files.py",
    "tests/architecture/test_permissions.py",
    "tests/cli",
    "tests/journeys/test_certification_of_a_cooperative.py",
    "tests/journeys/test_over_claims.py",
    "tests/journeys/test_passports_of_stopped_lots.py",
    "tests/journeys/test_what_begins_uncertified.py",
    "tests/standards",
    "tests/web",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave whole folders and files out of a run on another database; None lets pytest's other reasons speak."""
    if not collection_path.is_relative_to(ROOT):
        return None
    name = collection_path.relative_to(ROOT).as_posix()
    pure = any(f"{name}/".startswith(f"{folder}/") for folder in WITHOUT_DATABASE)
    leads_there = any(folder.startswith(f"{name}/") for folder in WITHOUT_DATABASE)
    aside = config.getoption("--database-only") and (pure or name in ON_ONE_DATABASE)
    part = config.getoption("--part")
    elsewhere = pure if part == "rest" else part is not None and not (pure or leads_there)
    return True if aside or elsewhere else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without collecting garbage: what is found stays to the end, and is never looked through again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    twice = next((name for name, count in Counter(item.nodeid for item in items).items() if count > 1), None)
    if twice is not None:
        raise pytest.UsageError(f"several tests are called {twice}: where processes share them out, only one would run")
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    asking = [item.nodeid for item in items if item.nodeid.startswith(WITHOUT_DATABASE) and asks_the_database(item)]
    if asking:
        raise pytest.UsageError(f"{WITHOUT_DATABASE} ask no database, but {asking[0]} does")
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))
    if config.getoption("--database-only"):
        leave(config, items, asks_the_database)
    wanted = config.getoption("--asking-alike")
    if wanted:
        alike = asked_alike()
        leave(config, items, lambda item: (item.nodeid.partition("[")[0] in alike) is (wanted == "only"))


def leave(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], bool]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def asked_alike() -> frozenset[str]:
    """Return the tests that `scripts/write_asked_alike.py` found to ask the database nothing of their own."""
    found, file = set(), ""
    for line in (ROOT / "tests" / "asked_alike.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found.add(f"{file}::{line.strip()}")
        else:
            file = line
    return frozenset(found)


def asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database") is not None:
        return False
    fixtures = frozenset(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def pytest_runtest_setup() -> None:
    """Begin in the language of the settings, whatever a page was asked for before."""
    translation.deactivate()


def pytest_configure(config: pytest.Config) -> None:
    socket.socket.connect = _only_this_machine  # type: ignore[method-assign]
    share_the_application()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Wherever tables are made or emptied, the row is there that a migration puts into a database."""

    def end_of_the_record(sender: AppConfig, **_given: Any) -> None:
        if sender.label == "platform":
            sender.get_model("RecordHead").objects.get_or_create(pk=1)

    post_migrate.connect(end_of_the_record, weak=False)


@pytest.fixture(scope="module")
def tell(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Teller]:
    """Tell the beginning of a file's tests once: its fixture ``told`` makes the world by this."""
    found = Teller(django_db_blocker, tmp_path_factory.mktemp("told"))
    yield found
    found.end()


@pytest.fixture(scope="module")
def packs_checked_once() -> Iterator[None]:
    """A pack that a file of tests publishes again and again is read, and its cases run, the first time only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "_checked", functools.cache(publishing._checked))
        yield


@pytest.fixture(autouse=True)
def own_home_for_each_test(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Keys, evidence and mail of one test are no other test's; rules and properties have none, so none is made."""
    pure = request.node.nodeid.startswith(WITHOUT_DATABASE)
    home = tmp_path_factory.getbasetemp() / "no-home" if pure else tmp_path_factory.mktemp("home")
    monkeypatch.setenv("OREPASS_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of third-party material (``OREPASS_REFERENCE``), else a skip that says so."""
    named = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared"))
    for folder in (named / "reference", named):
        if (folder / "epcis").is_dir():
            return folder
    pytest.skip(f"no reference material under {named}; OREPASS_REFERENCE names it")
