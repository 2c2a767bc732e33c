"""Tell the stories of some cases: each undone afterwards, a beginning that several go on from told only once.

Stories are told in a home of their own that is made for the purpose and thrown away: ``orepass scheme check`` calls
itself as ``orepass scheme tell`` there, which reads cases as JSON and prints their results.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from django.db import transaction

from orepass.cli.story.ledger import SHOWN, Teller
from orepass.kernel.finding import Finding
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.written import CaseFile

SECONDS_MAX: Final = 600
ALONE: Final = "from orepass.cli.main import main; main()"


def tell_here(cases: Sequence[CaseFile], *, beside: Sequence[CaseFile] = ()) -> list[CaseResult]:
    """Tell stories in this home's database; they may go on from those beside them."""
    by_id = {case.id: case for case in (*beside, *cases) if case.story is not None}
    names = {name for case in cases for name in _way_to(case.id, by_id)}
    needed = [case for name, case in by_id.items() if name in names]
    told: dict[str, tuple[Finding, ...]] = {}
    for case in needed:
        if not _after(case):
            _tell_on(case, Teller(case.id), needed, told)
    return [_result(case, told[case.id] if case.id in told else (_no_beginning(case),)) for case in cases]


def _tell_on(case: CaseFile, teller: Teller, needed: Sequence[CaseFile], told: dict[str, tuple[Finding, ...]]) -> None:
    """Tell a story and, where it went as it says, those that go on from it; then undo all of it."""
    assert case.story is not None
    teller.case = case.id
    with transaction.atomic():
        told[case.id] = tuple(teller.tell(case.story))
        _go_on(case, teller, needed, told)
        transaction.set_rollback(True)


def _go_on(case: CaseFile, teller: Teller, needed: Sequence[CaseFile], told: dict[str, tuple[Finding, ...]]) -> None:
    for other in needed:
        if _after(other) != case.id:
            continue
        if told[case.id]:
            told[other.id] = told[case.id]
            _go_on(other, teller, needed, told)
        else:
            _tell_on(other, teller.standing_here(), needed, told)


def _after(case: CaseFile) -> str:
    assert case.story is not None
    return case.story.after


def _way_to(name: str, by_id: Mapping[str, CaseFile]) -> list[str]:
    """Return a story and those it goes on from; nothing where they have no beginning."""
    way: list[str] = []
    while name:
        if name not in by_id or name in way:
            return []
        way.append(name)
        name = _after(by_id[name])
    return way


def _no_beginning(case: CaseFile) -> Finding:
    return f.CASE_FAILED.at(case.id, case=case.id, what="after", expected="another story", got=_after(case))


def _result(case: CaseFile, wrong: tuple[Finding, ...]) -> CaseResult:
    state = CaseState.FAILED if wrong else CaseState.PASSED
    return CaseResult(case=case.id, title=case.title, state=state, scenarios=tuple(case.scenarios), findings=wrong)


def tell_apart(cases: Sequence[CaseFile]) -> list[CaseResult]:
    """Tell stories in a home of their own, in another process; whatever becomes of it, this home is not touched."""
    with tempfile.TemporaryDirectory(prefix="orepass-stories-") as home:
        apart = {name: value for name, value in os.environ.items() if not name.startswith("OREPASS_")}
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", ALONE, "scheme", "tell"],
            input=msgspec.json.encode(list(cases)),
            env={**apart, "OREPASS_HOME": home},
            capture_output=True,
            timeout=SECONDS_MAX,
            check=False,
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-SHOWN:]
        wrong = [f.CASE_FAILED.at(case.id, case=case.id, what="telling", expected="an end", got=said) for case in cases]
        return [_result(case, (finding,)) for case, finding in zip(cases, wrong, strict=True)]
    return msgspec.json.decode(done.stdout, type=list[CaseResult])
