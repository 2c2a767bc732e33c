"""Words for reading a standard: why a requirement applies, what it maps to, when it is due, how much work it is."""

import re

from django.utils.translation import gettext as _

from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import When
from orepass.scheme.rules.expression import ALWAYS
from orepass.scheme.rules.model import Pack
from orepass.web.vocabulary.material import mineral
from orepass.web.vocabulary.opening import opened
from orepass.web.vocabulary.places import activity, size, stage
from orepass.web.words import country_text, in_language

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
    """Join the parts of a condition that is only “and” or only “or”; nothing when a part has no words."""
    for sign, word in ((" && ", _(" and ")), (" || ", _(" or "))):
        parts = text.split(sign)
        said = [_part(pack, part.strip()) for part in parts]
        if all(said):
            return word.join(said)
    return ""


def _part(pack: Pack, text: str) -> str:
    """Say one part of a condition; nothing when there are no words for it."""
    if found := _FLAG.match(text):
        words = in_language(pack.flags[found[2]]).rstrip(".?") if found[2] in pack.flags else found[2]
        return (_("it is not so that “%(words)s”") if found[1] else _("“%(words)s”")) % {"words": words}
    if found := _PEOPLE.match(text):
        return f"{fact_name('personnel')} {found[1]} {found[2]}"
    for pattern, fact_at, values_at in ((_EQUAL, 1, 3), (_IN, 1, 2), (_HOLDS, 2, 1), (_EXISTS, 1, 3)):
        if found := pattern.match(text):
            pieces = {"fact": fact_name(found[fact_at]), "values": _values(found[fact_at], found[values_at])}
            not_so = pattern is _EQUAL and found[2] == "!="
            return (_("%(fact)s is not %(values)s") if not_so else _("%(fact)s: %(values)s")) % pieces
    return ""


def _values(fact: str, text: str) -> str:
    say = {"size": size, "stage": stage, "activities": activity, "minerals": mineral, "country": country_text}[fact]
    return _(" or ").join(say(word) for word in _QUOTED.findall(text))


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
