"""What is shipped beside the code: standards, the demonstration's data.

In a checkout they lie at its top, where people read and edit them; the wheel carries them inside the package.
"""

from pathlib import Path
from typing import Final

from orepass.platform.home import CHECKOUT, in_checkout

INSIDE: Final = Path(__file__).resolve().parents[1] / "shipped"


def shipped(name: str) -> Path:
    """Return the folder of that name (``standards`` or ``demo``)."""
    return (CHECKOUT if in_checkout() else INSIDE) / name
