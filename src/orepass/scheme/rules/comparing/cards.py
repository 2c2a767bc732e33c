"""Tell a comparison of editions to a reader: in one language or all, of one kind or all, without what stayed."""

from typing import Any

import msgspec

from orepass.scheme.rules.comparing.compared import Change, Comparison, Kind, RequirementChange
from orepass.scheme.rules.model import FALLBACK, told


def comparison_card(found: Comparison, language: str = "", kind: str = "") -> dict[str, Any]:
    """Return what changed as plain values; every door tells the same.

    With a language, texts of other languages are left out and statements are told in it; with a kind, requirements that
    nothing of the kind became of are left out.
    """
    chosen = [one for one in found.changed if is_of(one, kind)]
    return {
        "old": found.old,
        "new": found.new,
        "counts": found.counts,
        "moved": sum(one.moved for one in found.requirements),
        "requirements": [_requirement(one, language) for one in chosen],
        "unchanged": [one.id for one in found.requirements if one.kind is Kind.UNCHANGED],
        "parameters": found.parameters,
        "facts": _in(found.facts, language),
        "subjects": found.subjects,
        "languages": [one for one in found.languages if language in {"", one.language}],
    }


def is_of(change: RequirementChange, kind: str) -> bool:
    """Say whether a requirement belongs to those of a kind; one that moved does, whatever else became of it."""
    return not kind or change.kind == kind or (kind == Kind.MOVED and change.moved)


def _requirement(change: RequirementChange, language: str) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(change)
    return {
        "id": change.id,
        **plain,
        "statement": told(change.statement, language or FALLBACK),
        "languages": change.languages,
        "changes": _in(change.changes, language),
    }


def _in(changes: tuple[Change, ...], language: str) -> list[Change]:
    """Return the changes that a reader of a language sees."""
    return [one for one in changes if not language or one.language in {"", language}]
