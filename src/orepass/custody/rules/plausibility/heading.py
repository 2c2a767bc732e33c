"""Does the customs heading fit what came out (domain rules D2 to D7)? Six digits of the Harmonized System 2022.

Compared are the heading the sender names (``ore:hs``) and the headings the form travels under; and where the sender
names the step, the headings of what that step makes. Customs offices differ, so that a finding is a question.
"""

from collections.abc import Iterator
from functools import cache

from orepass.custody.rules.case import Case
from orepass.custody.rules.forms import FORMS, step_of
from orepass.custody.rules.happening import Portion
from orepass.custody.rules.plausibility.metal import form_named
from orepass.kernel.computed import Computed, Source, need, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

HARMONIZED = Source(title="Harmonized System 2022", clause="six-digit headings by form", verified=False)
DIGITS, DIGITS_MAX = 6, 12

UNUSUAL = FindingKind(
    "custody.plausibility.heading_unusual",
    Severity.WARNING,
    _("{lot}: the heading {heading} is not one of “{what}” ({usual})."),
    what_to_do=_("Check the heading and the form; say which customs office classified it so."),
)


@cache
def headings_of(step: str) -> frozenset[str]:
    """Return the headings of everything a step makes; nothing for a step that is not known."""
    return frozenset(heading for material, form in FORMS.items() if step_of(material) == step for heading in form.hs)


def six(heading: str) -> str:
    """Return the first six digits of a heading however it is written (2605.00.00)."""
    return "".join(filter(str.isdigit, heading))[:DIGITS]


def check(case: Case) -> Iterator[Finding]:
    """Compare the heading of every lot that begins with those of its form and of the step that made it."""
    for portion in case.event.begun:
        yield from _compared(case, portion)


def _compared(case: Case, portion: Portion) -> Iterator[Finding]:
    form, step = FORMS.get(portion.facts.material), case.event.terms.step
    given = six(portion.facts.hs)
    if form is not None and given and given not in form.hs:
        yield UNUSUAL.at(
            case.event.where, lot=portion.uri, heading=given, what=portion.facts.material, usual=", ".join(form.hs)
        )
        return
    allowed = headings_of(step)
    carried = {given} if given else set(form.hs if form else ())
    if allowed and carried and not carried & allowed:
        heading, usual = ", ".join(sorted(carried)), ", ".join(sorted(allowed))
        yield UNUSUAL.at(case.event.where, lot=portion.uri, heading=heading, what=step, usual=usual)


@rule("heading-judged")
def heading_judged(*, material: str, heading: str) -> Computed[str]:
    """Whether a form travels under a customs heading (six digits or more): ok, or query."""
    form = form_named(material)
    plain = heading.replace(".", "").replace(" ", "")
    sound = plain.isascii() and plain.isdigit() and DIGITS <= len(plain) <= DIGITS_MAX
    need(sound, "heading", heading, "give six to twelve digits")
    value = "ok" if six(heading) in form.hs else "query"
    words = said(_("{code} travels under {codes}."), code=material, codes=form.hs)
    return Computed(value=value, unit="code", explanation=(words,), sources=(HARMONIZED,))
