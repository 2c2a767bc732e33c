"""A row of small bars per subject: how many requirements are new, tightened, relaxed or gone."""

from collections.abc import Sequence

import msgspec

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import number_text

WIDTH, LINE, TOP, NUMBER = 360, 52, 30, 26
TITLE_MAX = 44
LOOKS = {"new": "p-declared", "tightened": "p-dot", "relaxed": "p-certified", "gone": "p-loss"}


class ChangedSubject(msgspec.Struct, frozen=True):
    """One subject: its title, and how many of its requirements changed in each way."""

    title: str
    counts: dict[str, int]


def changes_picture(
    subjects: Sequence[ChangedSubject], *, title: str, source: str, heads: dict[str, str], table_href: str
) -> Picture | None:
    """Draw a line of bars for each subject; ``heads`` names the columns. Without a subject there is no picture."""
    if not subjects:
        return None
    step = WIDTH / len(heads)
    most = max(one.counts.get(kind, 0) for one in subjects for kind in heads) or 1
    parts = [text(at * step, 18, head, "t-strong") for at, head in enumerate(heads.values())]
    for row, subject in enumerate(subjects):
        y = TOP + row * LINE
        parts.append(element("path", d=f"M0 {y}H{WIDTH}", class_="p-axis"))
        parts.append(text(0, y + 18, _short(subject.title), "t-muted"))
        for at, kind in enumerate(heads):
            parts += _bar(at * step, y + 24, subject.counts.get(kind, 0), (step - NUMBER - 8) / most, kind)
    height = TOP + len(subjects) * LINE
    svg = drawing(WIDTH, height, *parts, label=title)
    return Picture(title=title, svg=svg, source=source, table_href=table_href, wide=False)


def _bar(x: float, y: float, count: int, unit: float, kind: str) -> list[str]:
    if not count:
        return []
    width = count * unit
    bar = element("rect", x=x, y=y, width=width, height=16, class_=LOOKS.get(kind, "p-loss"))
    return [bar, text(x + width + 5, y + 13, number_text(count))]


def _short(title: str) -> str:
    return title if len(title) <= TITLE_MAX else f"{title[: TITLE_MAX - 1]}…"
