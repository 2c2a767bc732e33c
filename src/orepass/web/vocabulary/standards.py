"""Words for reading a standard: why a requirement applies, what it maps to, when it is due, how much work it is."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import Fact, When
from orepass.scheme.rules.expression import ALWAYS, references
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.web.vocabulary.material import mineral
from orepass.web.vocabulary.opening import opened
from orepass.web.vocabulary.places import activity, size, stage
from orepass.web.words import country_text, in_language, number_text

SAYERS: Final[dict[str, Callable[[str], str]]] = {
    "size": size,
    "stage": stage,
    "activities": activity,
    "minerals": mineral,
    "country": country_text,
}
"""How a word of a site's fact is said."""

QUOTES: Final = frozenset("\"'")

_QUOTED = re.compile(r"""["']([^"']+)["']""")
_FLAG = re.compile(r"(!?)flags\.(\w+)\Z")
_EQUAL = re.compile(r"""site\.(size|stage|country) (==|!=) (["'][^"']+["'])\Z""")
_IN = re.compile(r"""site\.(size|stage|country) in (\[.*\])\Z""")
_HOLDS = re.compile(r"""(["'][^"']+["']) in site\.(activities|minerals)\Z""")
_EXISTS = re.compile(r"""site\.(activities|minerals)\.exists\((\w+), \2 in (\[.*\])\)\Z""")
_PEOPLE = re.compile(r"site\.personnel (>=|>|<=|<) (\d+)\Z")


def topic(code: str) -> str:
    """Say a topic that a requirement serves with its framework, or the frameworks of a family of topics."""
    known = scheme.frameworks()
    for framework in known:
        if code in framework.topics:
            return f"{in_language(framework.title)}: {in_language(framework.topics[code])}"
    family = [framework for framework in known if any(name.startswith(f"{code}.") for name in framework.topics)]
    return " · ".join(in_language(framework.title) for framework in family) or code


def condition(pack: Pack, text: str) -> str:
    """Say for whom a condition holds; one too deep for words is shown as it is written."""
    if text == ALWAYS:
        return _("Asked of everybody under this standard.")
    joined = _joined(pack, text)
    return _("Asked where %(facts)s.") % {"facts": joined} if joined else _("Asked where: %(text)s") % {"text": text}


def _joined(pack: Pack, text: str) -> str:
    """Say a condition part by part; nothing when a part has no words."""
    for sign, word in ((" || ", _(" or ")), (" && ", _(" and "))):
        parts = _apart(text, sign)
        if len(parts) > 1:
            said = [_within(pack, part) for part in parts]
            return word.join(said) if all(said) else ""
    return _part(pack, text.strip())


def _within(pack: Pack, text: str) -> str:
    """Say a part that stands among others: one that has parts of its own stays in brackets."""
    inner = text.strip()
    while inner.startswith("(") and inner.endswith(")") and _closes(inner) == len(inner) - 1:
        inner = inner[1:-1].strip()
    said = _joined(pack, inner)
    return f"({said})" if said and any(len(_apart(inner, sign)) > 1 for sign in (" || ", " && ")) else said


def _apart(text: str, sign: str) -> list[str]:
    """Cut a condition where a sign joins its parts, not within brackets or quotation marks."""
    cut, begun = [], 0
    for at, depth in _depths(text):
        if depth == 0 and at >= begun and text.startswith(sign, at):
            cut.append(text[begun:at])
            begun = at + len(sign)
    return [*cut, text[begun:]]


def _closes(text: str) -> int:
    """Return where the bracket closes with which a text opens."""
    return next(at for at, depth in _depths(text) if depth == 0)


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Return for each character, once it is read, within how many brackets and quotation marks it leaves us."""
    depth, quote = 0, ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in QUOTES:
            quote = sign
        else:
            depth += (sign in "([") - (sign in ")]")
        yield at, depth + bool(quote)


def _part(pack: Pack, text: str) -> str:
    """Say one part of a condition; nothing when there are no words for it."""
    if found := _FLAG.match(text):
        if found[1]:
            return _("it is not so that “%(words)s”") % {"words": _flag_words(pack, found[2])}
        return _quoted(pack, found[2])
    if found := _PEOPLE.match(text):
        return f"{fact_name('personnel')} {found[1]} {found[2]}"
    for pattern, fact_at, values_at in ((_EQUAL, 1, 3), (_IN, 1, 2), (_HOLDS, 2, 1), (_EXISTS, 1, 3)):
        if found := pattern.match(text):
            pieces = {"fact": fact_name(found[fact_at]), "values": _values(found[fact_at], found[values_at])}
            not_so = pattern is _EQUAL and found[2] == "!="
            return (_("%(fact)s is not %(values)s") if not_so else _("%(fact)s: %(values)s")) % pieces
    return ""


def _flag_words(pack: Pack, name: str) -> str:
    return in_language(pack.flags[name]).rstrip(".?") if name in pack.flags else name


def _quoted(pack: Pack, name: str) -> str:
    return _("“%(words)s”") % {"words": _flag_words(pack, name)}


def _values(fact: str, text: str) -> str:
    return _(" or ").join(SAYERS[fact](word) for word in _QUOTED.findall(text))


def fact_name(code: str) -> str:
    """Name a fact of a site within a sentence."""
    table = {
        "stage": _("stage of the chain"),
        "activities": _("activity"),
        "minerals": _("mineral"),
        "size": _("size"),
        "country": _("country"),
        "personnel": _("people at work"),
    }
    return opened(table, code)


def fact(pack: Pack, name: str) -> str:
    """Say a fact that is asked, such as ``site.size`` or ``flags.tailings``."""
    base, _dot, code = name.partition(".")
    if base == "flags":
        return in_language(pack.flags[code])
    return fact_name(code)


def fact_asked(pack: Pack, asked: Fact) -> str:
    """Say a fact within a sentence: a flag as the question that asks for it."""
    base, name = asked
    return _quoted(pack, name) if base == "flags" else fact_name(name)


def facts_here(pack: Pack, profile: Profile, text: str) -> str:
    """Say the facts that a condition looks at as they are at one place; nothing where it looks at none."""
    return "; ".join(
        _("%(fact)s: %(values)s") % {"fact": fact_asked(pack, each), "values": _value_here(profile, each)}
        for each in dict.fromkeys(references(text))
    )


def _value_here(profile: Profile, asked: Fact) -> str:
    base, name = asked
    value = profile.flags.get(name) if base == "flags" else getattr(profile, name)
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "personnel":
        return number_text(value)
    values = value if isinstance(value, tuple) else (value,)
    return ", ".join(SAYERS[name](word) for word in values) or _("none")


def when(code: When) -> str:
    """Say when a requirement applies to the reader."""
    return {
        When.NOW: _("from the first day"),
        When.LATER: _("in later years"),
        When.UNKNOWN: _("not known yet"),
        When.NOT: _("not asked of you"),
    }[code]


def standing(code: str) -> str:
    """Say how a requirement of one standard stands to another standard."""
    table = {
        "covered": _("covered"),
        "partly": _("covered in part"),
        "touches": _("on the same topic"),
        "open": _("still asked"),
        "apart": _("not comparable"),
    }
    return opened(table, code)


def effort(code: str) -> str:
    """Say a part of the effort."""
    table = {
        "own_now": _("Your own work for the first year"),
        "own_later": _("Your own work in later years"),
        "audit_days": _("Days of the first audit"),
        "registration": _("Registration fee"),
        "audit_fee": _("Cost of the first audit, without travel"),
        "second": _("Your own work for a second certificate"),
    }
    return opened(table, code)
