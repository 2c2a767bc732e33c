"""``orepass scheme applies`` and ``orepass scheme compare``: what a standard asks of a reader, without an account."""

from typing import Annotated

import typer

from orepass.cli.output import emit
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform import clock
from orepass.platform.schema import ensure_home
from orepass.register.applying import StandardAnswer, WhatApplies, what_applies
from orepass.register.comparing import Comparison, comparison
from orepass.register.estimating import Effort
from orepass.scheme import queries
from orepass.scheme.rules.asking.applying import When
from orepass.scheme.rules.regions import pack_on

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Language = Annotated[str, typer.Option(help="Tell it in this language.")]
ORDER = (When.NOW, When.LATER, When.UNKNOWN, When.NOT)
SHOWN = 60


class PairUnreadable(Invalid):
    """What is said is not written as name=value."""

    code = "scheme.saying.pair"
    message = _("“{pair}” is not name=value.")
    what_to_do = _("Write what is so, such as activities=extraction size=asm flags.tailings=no.")


def applies(
    pack: Annotated[str, typer.Argument(help="cera-4in1, cera-4in1@2026.1 or a folder.")],
    said: Annotated[
        list[str] | None,
        typer.Argument(help="What is so, as key=value: activities, minerals, size, country, people, flags.…"),
    ] = None,
    *,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Say what applies to a site: which standards, what now, later, not or not known, and the effort."""
    found = what_applies(pack_on(queries.pack_from_files(pack), clock.today()), _said(said or []), language)
    emit(found, as_json=as_json, human=lambda: _print_applies(found))


def _said(pairs: list[str]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise PairUnreadable(where=pair[:SHOWN], pair=pair[:SHOWN])
        said.setdefault(name, []).append(value)
    return said


def _print_applies(found: WhatApplies) -> None:
    for standard in found.standards:
        mark = {"yes": "for you", "no": "not for you", "unknown": "not known"}[standard.applies]
        print(f"{standard.code}  {standard.title}: {mark}{', begin here' if standard.entry else ''}\n  {standard.why}")
        if standard.applies != "no":
            _print_standard(standard)
    if found.open_questions:
        print(f"Not said yet, and it can change the answer: {', '.join(found.open_questions)}")


def _print_standard(standard: StandardAnswer) -> None:
    for effort in standard.efforts:
        print(f"  {effort.kind:<13} {effort.value} {effort.unit}{_source_mark(effort)}")
    for when in ORDER:
        print(f"  {when} ({standard.counts[when]})")
        for one in (one for one in standard.requirements if one.when is when):
            year = f"year {one.due_year}" if one.due_year else "core" if one.core else ""
            print(f"    {one.id:<28} {year:<7} {one.statement if when is not When.NOT else one.why}")


def _source_mark(effort: Effort) -> str:
    return "" if effort.confirmed else "  (an estimate: not every source is confirmed)"


def compare(
    a: Annotated[str, typer.Argument(help="The standard that is held, such as cera-4in1:ASM.")],
    b: Annotated[str, typer.Argument(help="The standard that would be the second, such as cera-4in1:CPS.")],
    *,
    size: Annotated[str, typer.Option(help="asm, small or large, for the effort.")] = "",
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Compare two standards requirement by requirement: what would the second still ask?"""
    ensure_home()
    found = comparison(a, b, clock.today(), language, size)
    emit(found, as_json=as_json, human=lambda: _print_comparison(found))


def _print_comparison(found: Comparison) -> None:
    print(f"{found.theirs.name} → {found.ours.name}: by {found.basis}")
    for words in found.weakest:
        print(f"  {words}")
    print("  " + ", ".join(f"{count} {standing}" for standing, count in found.counts.items()))
    print(f"  still {found.effort.value} {found.effort.unit}{_source_mark(found.effort)}")
    for row in found.rows:
        beside = ", ".join(one.id for one in row.theirs)
        print(f"    {row.standing:<8} {row.id:<28} {beside}")
