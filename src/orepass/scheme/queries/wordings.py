"""Read in which words a claim is made, in the four languages; which claims there are is a pack's to say."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

import msgspec

from orepass.scheme.queries.folders import standards_root
from orepass.scheme.rules.load import PackRefused
from orepass.scheme.rules.wordings import Wordings, wordings_of
from orepass.scheme.rules.yamltext import read


def wordings() -> Wordings:
    """Return the words of claims.

    Raises:
        PackRefused: the file is no table of sentences in every language.
    """
    path = standards_root() / "wordings" / "claims.yaml"
    return _wordings(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _wordings(path: Path, changed: int) -> Wordings:  # noqa: ARG001 - a changed file is a new key
    reading = read(path.read_text(encoding="utf-8"), path.name)
    try:
        return wordings_of(cast("Mapping[str, object]", reading.value))
    except msgspec.ValidationError as fault:
        raise PackRefused(path.name, pack=path.name, count=1, first=str(fault)) from None
