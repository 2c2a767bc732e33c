import json
from pathlib import Path

import jsonschema

from orepass.scheme.rules import schema
from orepass.scheme.rules.written import Written

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
