"""How people show to those who work together: by name, or as a dash once erased; strangers see nobody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from orepass.platform.people import display_names


def names_of(pseudonyms: Iterable[str]) -> dict[str, str]:
    """Return what to show for each pseudonym."""
    wanted = [who for who in pseudonyms if who]
    known = display_names(wanted)
    return {who: known.get(who) or (_("the system") if who.startswith("system:") else who) for who in wanted}
