"""The policy table: one module per room, one row per action; what has no row is denied."""

import importlib
import pkgutil
from functools import cache

from orepass.platform.access import Row


@cache
def rows() -> dict[str, Row]:
    """Return the whole table, gathered from the modules of this package."""
    table: dict[str, Row] = {}
    for module in pkgutil.iter_modules(__path__):
        part: dict[str, Row] = importlib.import_module(f"{__name__}.{module.name}").ROWS
        twice = table.keys() & part.keys()
        assert not twice, f"two policy rows for {twice}"
        table |= part
    return table
