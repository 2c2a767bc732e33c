"""Options that mean something only together: half of what was meant is never done in silence."""

from collections.abc import Mapping

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _


class HalfOption(Invalid):
    """An option was given without another that it needs: what was asked for would go undone in silence."""

    code = "cli.option.half"
    message = _("“{option}” counts only together with {others}.")
    what_to_do = _("Give {others} as well, or leave “{option}” out.")


def needs(options: Mapping[str, object], others: Mapping[str, object]) -> None:
    """Refuse an option that was given while another that it needs was not.

    Raises:
        HalfOption: one of the first was given, and one of the others was not.
    """
    given = next((name for name, value in options.items() if value), None)
    missing = [name for name, value in others.items() if not value and name != given]
    if given is not None and missing:
        raise HalfOption(where=given, option=given, others=", ".join(missing))
