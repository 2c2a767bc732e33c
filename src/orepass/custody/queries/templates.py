"""The template of a table of events as a workbook, in the language of whoever fills it in."""

from typing import Final

from django.utils.translation import gettext, override

from orepass.custody.rules.sheet_template import template
from orepass.platform.workbooks import write_workbook

NAME: Final = "events.xlsx"


def events_template(language: str) -> bytes:
    """Return the workbook: an empty sheet of events to fill in, and a sheet that explains its columns."""
    with override(language):
        return write_workbook(template(language, gettext), title=gettext("Events"))
