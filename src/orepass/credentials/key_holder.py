"""Which holder of keys this installation uses: files under its home, or the class that ``OREPASS_KEY_HOLDER`` names.

A class for a hardware module or a service keeps to :class:`orepass.credentials.rules.signer.KeyHolder`, and is all that
has to be written for it.
"""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from orepass.credentials.rules.signer import KeyHolder


def key_holder() -> KeyHolder:
    """Return the holder of this installation's keys."""
    return cast("KeyHolder", import_string(settings.KEY_HOLDER)())
