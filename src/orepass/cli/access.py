"""``orepass access explain WHO WHAT``: why an action is allowed or not."""

from typing import Annotated

import typer

from orepass.cli.output import emit
from orepass.platform import policy
from orepass.platform.access import explain
from orepass.platform.people import actor_for, memberships_of
from orepass.platform.schema import ensure_home

app = typer.Typer(help="Who may do what, and why.", no_args_is_help=True)


@app.command("explain")
def explain_command(who: str, what: str, *, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Explain, for each organisation of a person, whether they may perform an action."""
    ensure_home()
    answers = {
        organisation: explain(actor_for(who, organisation), what, policy.rows())
        for organisation in memberships_of(who) or {"": frozenset()}
    }

    def human() -> None:
        for organisation, answer in answers.items():
            print(f"{organisation or who}: {'allowed' if answer.allowed else 'not allowed'}")
            for line in answer.because:
                print(f"  {line}")

    emit({"who": who, "what": what, "answers": answers}, as_json=as_json, human=human)


@app.command("matrix")
def matrix(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Print the whole policy table."""
    table = {tag: sorted(row.roles) for tag, row in sorted(policy.rows().items())}
    emit(table, as_json=as_json)
