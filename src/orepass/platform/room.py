"""How a room is wired into Django: its actions register themselves when the application starts."""

import importlib
import importlib.util
from typing import ClassVar

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Base of every room's configuration (import the module, not the class: Django takes the only one it finds)."""

    default_auto_field = "django.db.models.BigAutoField"
    action_modules: ClassVar[tuple[str, ...]] = ("actions",)

    def ready(self) -> None:
        """Import the modules that register this room's actions."""
        for module in self.action_modules:
            if importlib.util.find_spec(f"{self.name}.{module}"):
                try:  # TEMPORARY while rooms land
                    importlib.import_module(f"{self.name}.{module}")
                except ImportError as error:
                    import sys
                    print(f"room {self.name} not ready: {error}", file=sys.stderr)
