"""The repository as a stranger finds it: complete, free of markers and of anything about where it was made."""

import hashlib
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import PACKAGE, ROOT, modules, tracked

PAGES = ["README.md", "CHANGELOG.md", "LICENSE", "NOTICE", "GLOSSARY.md", "docs/architecture.md", ".ci/run", "Makefile"]
MARKERS = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" * 3 + r"\b", "HA" + "CK:")))
HOSTS = re.compile(
    "|".join((r"files\.python" + r"hosted", r"py" + r"pi\.org", r"registry\.npm" + r"js", r"deb\.deb" + r"ian\.org"))
)
PLACES = re.compile("|".join((r"/work" + r"/(main|shared|\.lib)", "/t" + "mp/team", r"/ro" + r"ot/")))
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".js",
    ".yaml",
    ".yml",
    ".sh",
    ".po",
    ".json",
    ".csv",
    ".ini",
    "",
}
FOR_MAINTAINERS = {"web/catalogues.py"}
"""Run by `make messages` in a development environment; nothing of the product imports it."""
BROUGHT_ALONG = {"click", "pydantic"}
"""Part of what typer and django-ninja are."""
LINE_LENGTH_MAX = 2_000
EXCEPT = {"requirements.txt", "requirements-dev.txt", "LICENSE"}


def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        if path.suffix in TEXTS and path.stat().st_size < 2_000_000:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8", errors="replace")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_page_is_there(page: str) -> None:
    assert (ROOT / page).stat().st_size > 0


@pytest.mark.parametrize("pattern", [MARKERS, HOSTS, PLACES], ids=["open markers", "registry hosts", "places"])
def test_no_file_mentions(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) < LINE_LENGTH_MAX and pattern.search(line)
    ]
    assert found == []


def test_every_room_has_its_page() -> None:
    rooms = {path.parent for pattern in ("*/apps.py", "inclusion/*/apps.py") for path in PACKAGE.glob(pattern)}
    rooms |= {PACKAGE / name for name in ("kernel", "register", "web", "api", "cli", "project", "inclusion")}
    assert {room.relative_to(PACKAGE).as_posix() for room in rooms if not (room / "docs.md").is_file()} == set()


def test_dependencies_of_the_package_are_the_ones_that_are_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    wanted = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    assert set(project["dependencies"]) == wanted


def test_every_dependency_is_used_and_every_import_is_a_dependency() -> None:
    """What only tests need stands in requirements-dev.in; what is heavy or rare is an extra."""
    text = "\n".join(module.text for module in modules() if module.place not in FOR_MAINTAINERS)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[<>=; ]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}
    installed = packages_distributions()
    provides: dict[str, set[str]] = {}
    for name, owners in installed.items():
        for owner in owners:
            provides.setdefault(owner.lower().replace("_", "-"), set()).add(name)
    unused = {
        owner
        for owner in declared
        if not any(re.search(rf"\b{re.escape(name)}\b", text) for name in provides.get(owner, {owner}))
    }
    assert unused == set()
    imported = set(re.findall(r"^\s*(?:from|import) ([A-Za-z_0-9]+)", text, flags=re.MULTILINE))
    foreign = {name for name in imported if name in installed and name != "orepass"}
    undeclared = {
        name
        for name in foreign - BROUGHT_ALONG
        if not {owner.lower().replace("_", "-") for owner in installed[name]} & declared
    }
    assert undeclared == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "scripts/requirements-uv.txt"])
def test_every_locked_package_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    packages = [block for block in blocks if "==" in block.split("\n", 1)[0]]
    assert packages
    assert [block.split("\n", 1)[0] for block in packages if "--hash=sha256:" not in block] == []


def test_every_command_of_the_makefile_explains_itself() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, flags=re.MULTILINE))
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## \S", text, flags=re.MULTILINE))
    assert targets == explained
    assert {"setup", "demo", "test", "check", "full", "bench", "docs"} <= targets


def test_no_gate_is_switched_off() -> None:
    gates = ["Makefile", ".ci/run", *(path.relative_to(ROOT).as_posix() for path in (ROOT / "scripts").glob("*.sh"))]
    makers = ("|| " + "true", "--exit" + "-zero")
    hushed = [
        f"{gate}: {line.strip()}"
        for gate in gates
        for line in (ROOT / gate).read_text(encoding="utf-8").splitlines()
        if any(maker in line for maker in makers) and "2>/dev/null" not in line and "getent" not in line
    ]
    assert hushed == []


def test_every_ignored_lint_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("\nignore = [\n", 1)[1].split("]", 1)[0]
    assert [line for line in block.splitlines() if line.strip() and "#" not in line] == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=\"|\son[a-z]+=\"", re.IGNORECASE)
    templates = [path for path in tracked() if path.suffix == ".html" and PACKAGE in path.parents]
    found = {
        path.name: match[0]
        for path in templates
        if (match := inline.search(path.read_text(encoding="utf-8"))) and "application/" not in match[0]
    }
    assert templates
    assert found == {}


BROUGHT = re.compile(r"\A {4}(src/\S+)\Z")
DIGESTED = re.compile(r"\A {4}sha256 ([0-9a-f]{64})(?:  (\S+))?\Z")
OF_OTHERS = ("*.woff2", "*.jsonld", "noble/*.js")


def noted() -> dict[str, str]:
    """What NOTICE says of each file that comes from others: its digest."""
    found, place = {}, ""
    for line in (ROOT / "NOTICE").read_text(encoding="utf-8").splitlines():
        if named := BROUGHT.match(line):
            place = named[1]
        elif digest := DIGESTED.match(line):
            found[place + (digest[2] or "")] = digest[1]
    return found


def test_every_file_that_comes_from_others_is_the_one_that_notice_names() -> None:
    said = noted()
    assert {place: hashlib.sha256((ROOT / place).read_bytes()).hexdigest() for place in said} == said
    ours = [path.relative_to(ROOT) for path in tracked() if PACKAGE in path.parents]
    theirs = {path.as_posix() for path in ours if any(path.match(pattern) for pattern in OF_OTHERS)}
    assert len(theirs) > len(OF_OTHERS)
    assert theirs - said.keys() == set()


def test_library_of_others_asks_for_nothing_that_a_page_may_not_do() -> None:
    """It runs no text as a script, fetches nothing and imports nothing else."""
    reaching = re.compile(
        r"\b(eval|Function|fetch|XMLHttpRequest|WebSocket|importScripts|require|import) *\(|^import\b"
    )
    library = PACKAGE / "web" / "static" / "orepass" / "noble" / "ml-dsa-44.js"
    text = library.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if reaching.search(line)] == []
    assert set(re.findall(r"\bglobalThis\.(\w+)", text)) == {"crypto"}
    assert not re.search(r"\b(document|window|self|navigator)\.", text)
