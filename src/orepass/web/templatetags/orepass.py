"""Tags that show values: a status mark, a mass, a day, a share. They decide nothing."""

from datetime import date
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from orepass.kernel.text import Said
from orepass.scheme.rules.cards import RequirementCard
from orepass.web import vocabulary, words
from orepass.web.shapes import SHAPES, default_word

register = template.Library()


@register.inclusion_tag("components/mark.html")
def mark(kind: str, word: str = "") -> dict[str, object]:
    """Show a status: a shape, a colour and a word."""
    return {"kind": kind or "none", "word": word or default_word(kind)}


@register.simple_tag
def shape(kind: str) -> SafeString:
    """Show the shape of a status mark alone; the words stand beside it."""
    return mark_safe(SHAPES.get(kind, SHAPES["none"]))  # noqa: S308 - constants of this package


@register.simple_tag
def pictogram(requirement: RequirementCard) -> SafeString:
    """Show the drawing of a requirement; what it says to those who cannot see it is the sentence to be read aloud."""
    drawing = mark_safe(requirement.pictogram)  # noqa: S308 - written anew by rules/pictograms, which knows only shapes
    return format_html('<span class="pictogram" role="img" aria-label="{}">{}</span>', requirement.spoken, drawing)


@register.simple_tag
def sentence(text: str) -> SafeString:
    """Say a sentence of a rule in the reader's language; one that was kept as mere text is marked as English."""
    said = words.said_text(text)
    return format_html("{}", said) if isinstance(text, Said) else format_html('<span lang="en">{}</span>', said)


@register.filter
def mass(amount: int) -> str:
    """Write a mass given in milligrams."""
    return words.mass_text(amount)


@register.filter
def day(value: date | None) -> str:
    """Write a day."""
    return words.day_text(value)


@register.filter
def share(value: Fraction) -> str:
    """Write a share in per cent."""
    return words.percent_text(value)


@register.filter
def level(code: str) -> str:
    """Say a level of a standard."""
    return vocabulary.level(code)


@register.filter
def said(text: str) -> str:
    """Translate a marked text that came from a room."""
    return words.translated(text)
