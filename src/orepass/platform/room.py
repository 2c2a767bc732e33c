"""How a room is wired into Django: its actions and replays register themselves when the application starts."""

import importlib
import importlib.util
from typing import ClassVar

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Base of every room's configuration."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"
    action_modules: ClassVar[tuple[str, ...]] = ("actions", "replays")

    def __init_subclass__(cls) -> None:
        """Let Django take the room's configuration, and never this base, from the module that holds both."""
        cls.default = True

    def ready(self) -> None:
        """Import the modules that register this room's actions and what of it can be replayed."""
        for module in self.action_modules:
            if importlib.util.find_spec(f"{self.name}.{module}"):
                importlib.import_module(f"{self.name}.{module}")
