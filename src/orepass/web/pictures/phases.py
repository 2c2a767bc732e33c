"""A small bar per subject and phase: how much of what applies is met; declared hatched, verified solid."""

from fractions import Fraction

from django.utils.safestring import SafeString

from orepass.web.pictures.svg import drawing, element

WIDTH, HEIGHT = 96, 12


def phase_bar(share: Fraction, kind: str, label: str) -> SafeString:
    """Draw one bar; the words beside it say the same."""
    inside = WIDTH - 2
    filled = float(inside * min(max(share, Fraction(0)), Fraction(1)))
    ground = element("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, class_="bar-ground")
    look = {"fill": "url(#hatch)"} if kind == "declared" else {"class_": f"bar-{kind}"}
    value = element("rect", x=1, y=1, width=filled, height=HEIGHT - 2, **look) if filled else ""
    return SafeString(drawing(WIDTH, HEIGHT, ground, value, label=label).replace("<svg ", '<svg class="bar" ', 1))
