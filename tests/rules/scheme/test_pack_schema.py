import json
from pathlib import Path

import jsonschema
import pytest

from orepass.scheme.rules import schema
from orepass.scheme.rules.written import Written
from orepass.scheme.rules.yamltext import read
from tests.rules.scheme.packs_wide import WIDE_RULES

SHIPPED = Path(schema.__file__).with_name("pack.schema.json")


def test_the_shipped_schema_is_the_one_generated_from_the_types() -> None:
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == schema.pack_schema(), (
        "run: orepass scheme schema > src/orepass/scheme/rules/pack.schema.json"
    )


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.pack_schema())


def test_every_kind_of_file_refuses_unknown_keys() -> None:
    definitions = schema.pack_schema()["$defs"]
    assert {kind.__name__ for kind in Written.__subclasses__()} == set(definitions)
    assert all(definition["additionalProperties"] is False for definition in definitions.values())


RULES = jsonschema.Draft202012Validator(
    {**schema.pack_schema()["properties"]["rules"], "$defs": schema.pack_schema()["$defs"]}
)


def faults(rules: str) -> list[str]:
    return [error.message for error in RULES.iter_errors(read(rules, "rules.yaml").value)]


def test_the_schema_knows_every_block_of_rules() -> None:
    assert faults(WIDE_RULES) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cycle_months: ", "cycle_month: ", "cycle_month"),
        ("  minor:\n", "  minro:\n", "minro"),
        ("value: ems-high", "value: ems-hihg", "ems-hihg"),
        (
            "value: 36, unit: months, source: own choice, clause: none, verified: false}\n  surv",
            "value: 121, unit: months, source: own choice, clause: none, verified: false}\n  surv",
            "121",
        ),
        ("value: md1, unit: code", "value: md1, unit: words", "words"),
        ("value: md1, unit: code, source: own choice", "value: md1, unit: code", "source"),
        ("value: [site, group]", "value: [site, groop]", "groop"),
        ("recognition:", "recognitoin:", "recognitoin"),
    ],
)
def test_the_schema_finds_in_rules_what_the_loader_finds(old: str, new: str, said: str) -> None:
    assert old in WIDE_RULES
    assert any(said in message for message in faults(WIDE_RULES.replace(old, new, 1)))
