"""``orepass scheme coverage``: which topics of conventions, guidelines and laws a pack speaks to."""

from typing import Annotated

import typer

from orepass.cli.output import emit
from orepass.scheme import queries
from orepass.scheme.rules import frameworks

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
SHOWN = 4


def coverage(
    pack: Annotated[str, typer.Argument(help="cera-4in1, cera-4in1@2026.1 or a folder.")],
    *,
    standard: Annotated[str, typer.Option(help="Only this standard.")] = "",
    language: Annotated[str, typer.Option(help="Tell it in this language.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Say which topics of conventions, guidelines and laws the requirements of a pack speak to, and the gaps."""
    found = frameworks.coverage(queries.pack_from_files(pack), queries.frameworks(), language, standard)
    emit({"frameworks": found}, as_json=as_json, human=lambda: _print(found))


def _print(found: tuple[frameworks.Coverage, ...]) -> None:
    for one in found:
        print(f"\n{one.title}: {one.covered} of {len(one.topics)} topics, {one.by_core} by a core requirement")
        for topic in one.topics:
            names = [f"{each.requirement}{' (core)' if each.core else ''}" for each in topic.requirements]
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            print(f"  {'●' if names else '○'} {topic.title}: {', '.join(names[:SHOWN]) or 'nothing'}{more}")
