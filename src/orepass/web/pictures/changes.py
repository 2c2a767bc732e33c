"""A row of small bars per subject: how many requirements are new, tightened, relaxed or gone."""

from collections.abc import Sequence

import msgspec

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import number_text

WIDTH, LINE, TOP, LEFT, NUMBER = 960, 30, 34, 330, 34
TITLE_MAX = 38
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
    step = (WIDTH - LEFT) / len(heads)
    most = max((count for one in subjects for count in one.counts.values()), default=0) or 1
    parts = [text(LEFT + at * step, 18, head, "t-strong") for at, head in enumerate(heads.values())]
    for row, subject in enumerate(subjects):
        y = TOP + row * LINE
        parts.append(element("path", d=f"M0 {y - 4}H{WIDTH}", class_="p-axis"))
        parts.append(text(0, y + 15, _short(subject.title)))
        for at, kind in enumerate(heads):
            parts += _bar(LEFT + at * step, y, subject.counts.get(kind, 0), (step - NUMBER - 16) / most, kind)
    height = TOP + len(subjects) * LINE
    return Picture(title=title, svg=drawing(WIDTH, height, *parts, label=title), source=source, table_href=table_href)


def _bar(x: float, y: float, count: int, unit: float, kind: str) -> list[str]:
    if not count:
        return []
    width = count * unit
    bar = element("rect", x=x, y=y + 2, width=width, height=16, class_=LOOKS.get(kind, "p-loss"))
    return [bar, text(x + width + 6, y + 15, number_text(count))]


def _short(title: str) -> str:
    return title if len(title) <= TITLE_MAX else f"{title[: TITLE_MAX - 1]}…"
