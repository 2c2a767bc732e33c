"""``orepass do ACTION``: perform any action from the command line, as a person of the home."""

import json
import re
from decimal import Decimal
from typing import Annotated, Any, Final

import msgspec
import msgspec.inspect
import typer

from orepass.cli.files import read_text
from orepass.cli.output import emit
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.actions import perform_from_json, registry
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer()
INPUT_MAX: Final = 100_000_000
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")


class BadInput(Invalid):
    """The inputs on the command line cannot be read."""

    code = "cli.inputs"
    message = _("“{text}” is not a usable input.")
    what_to_do = _("Write name=value, with JSON for lists and objects, or give --inputs FILE (or - for stdin).")


@app.command("do")
def do(
    action: str,
    pairs: Annotated[list[str] | None, typer.Argument(help="name=value …")] = None,
    who: Annotated[str, typer.Option("--as", help="The person's pseudonym.")] = "",
    organisation: Annotated[str, typer.Option("--for", help="The organisation acted for.")] = "",
    inputs: Annotated[str, typer.Option(help="A JSON file with the inputs, or -.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Perform an action; without a name=value the inputs come from --inputs."""
    ensure_home()
    given: dict[str, Any] = _read(inputs) if inputs else {}
    whole = _whole_numbers(action)
    for pair in pairs or []:
        name, equals, text = pair.partition("=")
        if not equals:
            raise BadInput(where=name, text=pair)
        given[name] = int(text) if name in whole and _WHOLE.fullmatch(text) else _value(text)
    emit(perform_from_json(actor_for(who, organisation), action, given), as_json=as_json)


@app.command("actions")
def actions(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List every action with what it takes."""
    known = [
        {"action": found.tag, "summary": found.summary, "inputs": list(found.inputs.__struct_fields__)}
        for found in registry().values()
    ]

    def human() -> None:
        for row in known:
            print(f"{row['action']:44} {row['summary']}")

    emit({"actions": known}, as_json=as_json, human=human)


def _read(name: str) -> dict[str, Any]:
    text = read_text(name, limit=INPUT_MAX)
    try:
        read = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadInput(where=name[:200], text=str(error)[:80]) from None
    if not isinstance(read, dict):
        raise BadInput(where=name, text=text[:80])
    return read


def _whole_numbers(action: str) -> frozenset[str]:
    """Return the inputs of an action that are whole numbers and no texts; none for an action that nobody knows."""
    found = registry().get(action)
    fields = msgspec.structs.fields(found.inputs) if found else ()
    return frozenset(field.encode_name for field in fields if _is_whole_number(msgspec.inspect.type_info(field.type)))


def _is_whole_number(kind: msgspec.inspect.Type) -> bool:
    kinds = kind.types if isinstance(kind, msgspec.inspect.UnionType) else (kind,)
    found = {type(each) for each in kinds}
    return msgspec.inspect.IntType in found and msgspec.inspect.StrType not in found


def _value(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(text, parse_float=Decimal) if text[:1] in '[{tfn"' else text
    except ValueError:
        return text
