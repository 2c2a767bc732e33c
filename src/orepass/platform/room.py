"""How a room is wired into Django: its rules, actions and replays declare themselves when the application starts."""

import importlib
import importlib.util
import pkgutil
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
        """Import the modules that declare this room's rules, its actions and what of it can be replayed."""
        self._import_rules()
        for module in self.action_modules:
            if importlib.util.find_spec(f"{self.name}.{module}"):
                importlib.import_module(f"{self.name}.{module}")

    def _import_rules(self) -> None:
        """Import all rules: a worked case of a pack may ask any of them, whether or not an action of ours does."""
        importlib.import_module("orepass.kernel.machines")
        if importlib.util.find_spec(f"{self.name}.rules"):
            rules = importlib.import_module(f"{self.name}.rules")
            for module in pkgutil.walk_packages(getattr(rules, "__path__", ()), f"{rules.__name__}."):
                importlib.import_module(module.name)
