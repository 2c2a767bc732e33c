"""Write the files of a pack as YAML: keys in the order of the format, parameters and short lists on one line."""

from typing import Any, Final

import yaml

from orepass.scheme.rules.yamltext import Json

_WIDTH: Final = 100_000


class _Flow(dict[str, Any]):
    """A mapping on one line."""


class _FlowList(list[Any]):
    """A list on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes plain values; nothing refers to anything else."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write everything out: the reader of packs takes no aliases."""
        return True


def _flow(dumper: yaml.SafeDumper, data: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


def _flow_list(dumper: yaml.SafeDumper, data: _FlowList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


_Dumper.add_representer(_Flow, _flow)
_Dumper.add_representer(_FlowList, _flow_list)


def yaml_of(value: Json) -> str:
    """Return the text of a file."""
    if value is None or value == {}:
        return ""
    text: str = yaml.dump(
        _shaped(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=False
    )
    return text


def _shaped(value: Json) -> Any:  # noqa: ANN401 - plain data for the writer
    if isinstance(value, dict):
        shaped = {key: _shaped(part) for key, part in value.items()}
        return _Flow(shaped) if "value" in value and "unit" in value else shaped
    if isinstance(value, list):
        shaped_list = [_shaped(part) for part in value]
        nested = any(isinstance(part, dict | list) for part in value)
        return shaped_list if nested else _FlowList(shaped_list)
    return value
