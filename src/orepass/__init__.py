"""Orepass runs mineral certification end to end; each subpackage is one room of the house in docs/architecture.md."""

__version__ = "0.1.0"
