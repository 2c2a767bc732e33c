"""``orepass calc RULE key=value…``: run any pure rule and explain it; ``calc draw --verify FILE`` proves a draw."""

import importlib
import os
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from orepass.cli.files import read_bytes, read_text
from orepass.cli.output import emit, finish
from orepass.inclusion.groups.rules.proving import FILE_MAX, DrawDocument, prove, read_document
from orepass.kernel import check
from orepass.kernel.calculator import Origin, Used
from orepass.kernel.computed import Source
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.home import home
from orepass.register.calculating import CalcAnswer, answer
from orepass.register.rulebook import RuleCard, TopicCard, rule_card, rules, topics
from orepass.scheme.rules.model import Pack
from orepass.transparency.rules.note import VerifierKey, parse_verifier_key

app = typer.Typer()

DRAW: Final = "draw"
ASKED: Final = ("pack", "standard")
PROOF: Final = Source(title="C2SP", clause="tlog-proof, tlog-checkpoint; SHA-256 over canonical JSON", verified=True)


class PairRefused(Invalid):
    """An input is not written as name=value."""

    code = "scheme.calc.pair_refused"
    message = _("“{pair}” is not name=value.")
    what_to_do = _("Write each input once, as in n=26.")


class NothingToVerify(Invalid):
    """Only draws can be verified."""

    code = "scheme.calc.verify"
    message = _("“{rule}” has nothing to verify.")
    what_to_do = _("Write: orepass calc draw --verify FILE, with the file of a draw from its public page.")


@app.command()
def calc(
    rule: Annotated[str, typer.Argument(help="The rule's name; --list shows them.")] = "",
    inputs: Annotated[
        list[str] | None, typer.Argument(help="Inputs as name=value; pack=cera-4in1 takes the scheme's own numbers.")
    ] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="List the rules with their inputs, by topic.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the formula, the parameters and the sources.")
    ] = False,
    verify: Annotated[Path | None, typer.Option(help="With draw: prove the draw in this file.")] = None,
    key: Annotated[Path | None, typer.Option(help="The public key of the log (log.pub), for --verify.")] = None,
    export: Annotated[str, typer.Option(help="With draw: print the file of a draw of this home.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Run a rule of certification: sampling, audit time, dates, clocks, groups, fees, recognition, draws."""
    if listed or not rule:
        found = topics()
        emit({"rules": rules(), "topics": found}, as_json=as_json, human=lambda: _print_topics(found))
        return
    pairs = _pairs(inputs or [])
    if rule == DRAW and "verify" in pairs:
        verify, key = Path(pairs.pop("verify")), Path(pairs.pop("key")) if "key" in pairs else key
    if export:
        _require_draw(rule)
        print(msgspec.json.format(msgspec.json.encode(_exported(export)), indent=1).decode())
        return
    if verify is not None:
        _verify(rule, verify, key, as_json=as_json)
        return
    names = {card.name for card in rule_card(rule).inputs}
    asked = {name: pairs.pop(name) for name in ASKED if name in pairs and name not in names}
    pack = _pack(asked["pack"]) if asked.get("pack") else None
    found_answer = answer(rule, pairs, pack=pack, standard=asked.get("standard", ""))
    emit(_payload(found_answer, explain=explain), as_json=as_json, human=lambda: _print(found_answer, explain=explain))


def _pairs(inputs: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in inputs:
        name, sign, value = pair.partition("=")
        if not sign or not name or name in pairs:
            raise PairRefused(where=pair[:80], pair=pair[:80])
        pairs[name] = value
    return pairs


def _pack(ref: str) -> Pack:
    """Load a pack; only this needs Django, so that a plain rule answers without it."""
    importlib.import_module("django").setup()
    found: Pack = importlib.import_module("orepass.scheme.queries").pack_from_files(ref)
    return found


def _payload(found: CalcAnswer, *, explain: bool) -> dict[str, Any]:
    payload = {name: part for name, part in msgspec.structs.asdict(found).items() if part is not None}
    return payload if explain else {name: part for name, part in payload.items() if name != "parameters"}


def _verify(rule: str, file: Path, key: Path | None, *, as_json: bool) -> None:
    _require_draw(rule)
    document = read_document(read_bytes(file, limit=FILE_MAX))
    checks = prove(document, key=parse_verifier_key(read_text(key, limit=FILE_MAX)) if key else _own(document))
    verified = check.verified(checks)
    payload = {
        "rule": DRAW,
        "inputs": {"verify": str(file)},
        "value": verified,
        "unit": "boolean",
        "explanation": [f"{one.name}: {one.result}. {one.reason}" for one in checks],
        "sources": [PROOF],
        "checks": check.summaries(checks),
        "verified": verified,
        "draw": document.draw,
    }
    emit(payload, as_json=as_json, human=lambda: _print_checks(checks, verified))
    finish(failed=verified is False)


def _require_draw(rule: str) -> None:
    if rule != DRAW:
        raise NothingToVerify(where=rule[:60], rule=rule[:60])


def _exported(draw: str) -> DrawDocument:
    """Return the file of a draw of this home, as its public page hands it out."""
    importlib.import_module("django").setup()
    importlib.import_module("orepass.platform.schema").ensure_home()
    document: DrawDocument = importlib.import_module("orepass.inclusion.groups.queries").public_draw(draw).document
    return document


def _own(document: DrawDocument) -> VerifierKey | None:
    """Return the key in the file when it is the one of this home's own log; otherwise whose it is stays open."""
    if not (home() / "orepass.sqlite3").is_file() and not os.environ.get("OREPASS_DATABASE"):
        return None
    importlib.import_module("django").setup()
    importlib.import_module("orepass.platform.schema").ensure_home()
    own: str = importlib.import_module("orepass.transparency.queries").head().verifier_key
    return parse_verifier_key(own) if own and own == document.log_key else None


def _print(found: CalcAnswer, *, explain: bool) -> None:
    exact = f" ({found.value_exact})" if found.value_exact and found.value_exact != str(found.value) else ""
    print(f"{found.value}{exact} {found.unit}")
    for line in found.explanation:
        print(f"  {line}")
    if not explain:
        return
    for used in found.parameters:
        print(f"  {used.name} = {used.value or 'none'} ({_origin(used)})")
    for source in found.sources:
        print(f"  Source: {_cited(source)}")


def _origin(used: Used) -> str:
    if used.origin is Origin.SCHEME and used.source:
        return f"the scheme's {used.path}: {_cited(used.source)}"
    return "given" if used.origin is Origin.GIVEN else "the rule's default"


def _cited(source: Source) -> str:
    return f"{source.title}, {source.clause}" + ("" if source.verified else " (not compared with its own text)")


def _print_topics(found: list[TopicCard]) -> None:
    for topic in found:
        print(f"\n{topic.room}: {topic.title}")
        for card in topic.rules:
            _print_rule(card)


def _print_rule(card: RuleCard) -> None:
    print(f"  {card.name}\n    {card.description}")
    for one in card.inputs:
        default = "" if one.default is None else f" [{one.default or 'none'}]"
        scheme = f" (a scheme writes {one.parameter})" if one.parameter else ""
        print(f"      {one.name}= {one.kind}{default}{scheme}")


def _print_checks(checks: list[check.Check], verified: bool | None) -> None:  # noqa: FBT001 - three answers
    for one in checks:
        print(f"{one.result:<13} {one.name:<12} {one.reason}")
    words = {True: "proved", False: "NOT proved", None: "undetermined: give the log's public key with --key"}
    print(words[verified])
