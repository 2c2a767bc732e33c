"""Read the conventions, guidelines and laws whose topics requirements may name."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from orepass.scheme.queries.folders import standards_root
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.frameworks import Framework, framework_of
from orepass.scheme.rules.load import PackRefused


def frameworks() -> tuple[Framework, ...]:
    """Return the conventions, guidelines and laws whose topics requirements may name, in the order of their files."""
    files = sorted((standards_root() / "frameworks").glob("*.yaml"))
    return tuple(_framework(path, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=32)
def _framework(path: Path, changed: int) -> Framework:  # noqa: ARG001 - a changed file is a new key
    file, findings = read_file(path, path.name, "framework")
    if findings:
        raise PackRefused(path.name, findings=findings, pack=path.name, count=len(findings), first=findings[0].message)
    return framework_of(cast("Mapping[str, Any]", file.value))
