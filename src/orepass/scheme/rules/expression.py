"""Conditions: the one place that knows the expression library (Common Expression Language).

Measured against the library: an undefined variable, a missing field, a wrong type, a division by zero and an
overflow raise when run, unless the other side of ``||`` or ``&&`` already decides; so a condition answers yes, no
or *unknown*, never yes by accident. Three things it would let through are refused when the pack is loaded:
``has()`` (it turns unknown into false), a comparison of values of different types (silently false), and a word
outside the pack's vocabulary (silently never true). Loops are allowed over the profile's own short lists only, at
most one inside a condition, so a condition always ends.
"""

import importlib.machinery
import importlib.util
import re
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any, Final

from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

ALWAYS: Final = "true"
LENGTH_MAX: Final = 400
SIZES: Final = ("asm", "small", "large")
WORDS: Final = frozenset({"stage", "size", "country"})
LISTS: Final = frozenset({"activities", "minerals"})
FIELDS: Final = WORDS | LISTS | {"personnel"}
_OPERATORS: Final = frozenset({"_&&_", "_||_", "!_", "_==_", "_!=_", "_>_", "_>=_", "_<_", "_<=_", "@in", "size"})
_MACRO: Final = frozenset({"@not_strictly_false", "_?_:_", "_+_"})
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"[^"\\\n]*"|'[^'\\\n]*')|(?P<name>[A-Za-z_]\w*)|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<sign>&&|\|\||[=!<>]=|[-!<>()\[\],.]))"""
)
_KEYWORDS: Final = frozenset({"true", "false", "in", "site", "flags", "size", "exists", "all"})
_COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_FULL: Final = {
    "stage": "mining",
    "activities": ["mining"],
    "size": "small",
    "minerals": ["cobalt"],
    "country": "CD",
    "personnel": 10,
}


def _library() -> ModuleType:
    """Load the library's compiled part alone; its front page also imports a command line (0.4 s of every start)."""
    package = importlib.util.find_spec("cel")
    assert package is not None, "the library is among the requirements"
    spec = importlib.machinery.PathFinder.find_spec("cel", package.submodule_search_locations)
    assert spec is not None, "the library has a compiled part"
    assert spec.loader is not None, "a compiled part has a loader"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cel: Final[Any] = _library()

type Token = tuple[str, str]
type Vocabulary = Mapping[str, list[str]]


class Bad(ValueError):  # noqa: N818 - says what is wrong with a condition
    """The condition cannot be used."""

    def __init__(self, problem: str, suggestion: str) -> None:
        """Say what is wrong and what to write instead."""
        super().__init__(problem)
        self.suggestion = suggestion


@lru_cache(maxsize=4096)
def compiled(text: str) -> Any:  # noqa: ANN401 - a compiled condition of the library
    """Compile a condition once."""
    return cel.compile(text)


class Facts:
    """What is known about a site, prepared for any number of conditions; what is not there is unknown."""

    def __init__(self, site: Mapping[str, Any], flags: Mapping[str, bool]) -> None:
        """Take the known facts only: a fact that is ``None`` is left out."""
        self.site = {name: value for name, value in site.items() if value is not None}
        self.flags = dict(flags)
        self._context = cel.Context({"site": self.site, "flags": self.flags})

    def verdict(self, text: str) -> Verdict:
        """Answer a condition: yes, no, or unknown with what is missing."""
        if text == ALWAYS:
            return yes()
        try:
            result = compiled(text).execute(self._context)
        except KeyError as error:
            return unknown(Unknown.MISSING, str(error.args[0]) if error.args else text)
        except (TypeError, ValueError, RuntimeError, ArithmeticError, LookupError) as error:
            return unknown(Unknown.UNVERIFIABLE, str(error)[:120])
        if result is True:
            return yes()
        return no() if result is False else unknown(Unknown.UNVERIFIABLE, "not a yes or no")

    def seen(self, text: str) -> list[str]:
        """Return the facts a condition looks at, as ``name = value`` (unknown ones as ``name = ?``)."""
        seen: dict[str, str] = {}
        for base, name in references(text):
            facts: Mapping[str, Any] = self.site if base == "site" else self.flags
            seen[f"{base}.{name}"] = _shown(facts.get(name))
        return [f"{name} = {value}" for name, value in seen.items()]


def _shown(value: object) -> str:
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            raise Bad(
                f"“{text[at:].strip()[:12]}” is not understood",
                "Use == != < <= > >= in && || ! ( ) [ ] and quoted words without backslashes.",
            )
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
        at = match.end()
    return tuple(tokens)


@lru_cache(maxsize=4096)
def references(text: str) -> tuple[tuple[str, str], ...]:
    """Return the facts a condition refers to, as (site or flags, name)."""
    tokens = _tokens(text)
    return tuple(
        (tokens[at][1], tokens[at + 2][1])
        for at in range(len(tokens) - 2)
        if tokens[at] in {("name", "site"), ("name", "flags")}
        and tokens[at + 1] == ("sign", ".")
        and (at == 0 or tokens[at - 1] != ("sign", "."))
    )


def check(text: str, *, flags: Mapping[str, object], vocabulary: Vocabulary) -> None:
    """Refuse a condition that could not be trusted.

    Raises:
        Bad: with the problem and what to write instead.
    """
    if "\n" in text.strip() or len(text) > LENGTH_MAX:
        raise Bad("it must stand on one line", f"Shorten it to {LENGTH_MAX} characters on one line.")
    tokens = _tokens(text)
    try:
        program = compiled(text)
    except ValueError as error:
        raise Bad(_library_words(str(error)), "Check brackets, quotes and operators.") from None
    _check_functions(program, tokens)
    _check_names(text, tokens, flags)
    _check_words(tokens, vocabulary)
    _probe(text, flags)


def _library_words(message: str) -> str:
    detail = message.partition("ERROR: ")[2] or message
    return detail.splitlines()[0][:160]


def _check_functions(program: Any, tokens: tuple[Token, ...]) -> None:  # noqa: ANN401 - as compiled
    loops = sum(token in {("name", "exists"), ("name", "all")} for token in tokens)
    if loops > 1:
        raise Bad("it holds more than one loop", "Use “'word' in site.minerals” joined with || or &&.")
    allowed = _OPERATORS | (_MACRO - {"_?_:_", "_+_"} if loops else frozenset())
    extra = [name for name in program.functions() if name not in allowed]
    if extra:
        shown = extra[0].strip("_@").replace("_", " ").strip()
        raise Bad(f"“{shown}” is not allowed here", "Use == != < <= > >= in && || ! size() exists() all().")
    if ("name", "has") in tokens:
        raise Bad("has() would turn an unknown fact into a no", "Compare the fact itself; a missing one is unknown.")


def _check_names(text: str, tokens: tuple[Token, ...], flags: Mapping[str, object]) -> None:
    bound = {tokens[at + 2][1] for at in range(len(tokens) - 2) if tokens[at][1] in {"exists", "all"}}
    for at, (kind, name) in enumerate(tokens):
        after_dot = at > 0 and tokens[at - 1] == ("sign", ".")
        if kind == "name" and not after_dot and name not in _KEYWORDS | bound:
            raise Bad(f"“{name}” is not known", "Use site.… or flags.…; put quotation marks around words.")
    if any(token == ("name", base) for base in ("site", "flags") for token in tokens) and len(references(text)) != sum(
        token in {("name", "site"), ("name", "flags")} for token in tokens
    ):
        raise Bad("site and flags are looked at by name only", "Write site.size, flags.name and so on.")
    for base, name in references(text):
        known = FIELDS if base == "site" else set(flags)
        if name not in known:
            listed = ", ".join(sorted(known)) or "none; declare flags in pack.yaml"
            raise Bad(f"“{base}.{name}” is not known", f"Known after “{base}.”: {listed}.")


def _check_words(tokens: tuple[Token, ...], vocabulary: Vocabulary) -> None:
    """Check every word that stands beside a field: ``site.size == 'asm'``, ``'cobalt' in site.minerals``."""
    for at in range(len(tokens) - 2):
        if tokens[at : at + 2] == (("name", "site"), ("sign", ".")):
            for word in _beside(tokens, at, at + 3):
                _check_word(tokens[at + 2][1], word, vocabulary)
        if tokens[at] in {("name", "exists"), ("name", "all")} and at >= 2:  # noqa: PLR2004 - field and dot before
            field, bound = tokens[at - 2][1], tokens[at + 2]
            inside = [n for n in range(at + 3, len(tokens)) if tokens[n] == bound]
            for word in (word for n in inside for word in _beside(tokens, n, n + 1)):
                _check_word(field, word, vocabulary, one_of_many=True)


def _beside(tokens: tuple[Token, ...], start: int, after: int) -> list[tuple[str, Token]]:
    """Return the literals compared with the thing between two tokens, each with its operator."""
    found: list[tuple[str, Token]] = []
    if start >= 2 and tokens[start - 1][1] in _COMPARISONS:  # noqa: PLR2004 - word and operator before
        found.append((tokens[start - 1][1], tokens[start - 2]))
    if after < len(tokens) and tokens[after][1] in _COMPARISONS:
        if tokens[after + 1 : after + 2] == (("sign", "["),):
            rest = tokens[after + 2 :]
            end = rest.index(("sign", "]")) if ("sign", "]") in rest else len(rest)
            found += [("in", token) for token in rest[:end]]
        else:
            found += [(tokens[after][1], token) for token in tokens[after + 1 : after + 2]]
    return [(sign, token) for sign, token in found if token[0] in {"text", "number"}]


def _check_word(field: str, beside: tuple[str, Token], vocabulary: Vocabulary, *, one_of_many: bool = False) -> None:
    sign, (kind, shown) = beside
    word = shown.strip("'\"")
    if field in LISTS and sign != "in" and not one_of_many:
        raise Bad(f"site.{field} is a list and never {sign} {shown}", f"Write {shown} in site.{field}.")
    if (kind == "number") != (field == "personnel"):
        wanted = "a number" if field == "personnel" else "a word in quotation marks"
        raise Bad(f"site.{field} is never equal to {shown}", f"Compare site.{field} with {wanted}.")
    if field == "country" and not re.fullmatch(r"[A-Z]{2}", word):
        raise Bad(f"“{word}” is not a country code", "Write two capital letters (ISO 3166), such as 'CD'.")
    known = list(SIZES) if field == "size" else vocabulary.get(field, [])
    if known and field != "country" and word not in known:
        raise Bad(f"“{word}” is not a word for site.{field}", f"Known words: {', '.join(known)}.")


def _probe(text: str, flags: Mapping[str, object]) -> None:
    """Run the condition on typed sample sites: with everything known it must answer yes or no."""
    for answer in (True, False):
        for personnel in (0, 10**6):
            facts = Facts({**_FULL, "personnel": personnel}, dict.fromkeys(flags, answer))
            verdict = facts.verdict(text)
            if verdict.is_unknown:
                raise Bad(
                    f"it does not answer yes or no ({'; '.join(verdict.reasons)})",
                    "Compare a fact with a value of its own kind: words with words, numbers with numbers.",
                )
