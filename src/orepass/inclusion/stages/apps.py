"""Wire the stages room into Django."""

from django.apps import AppConfig


class StagesConfig(AppConfig):
    """The stages room."""

    name = "orepass.inclusion.stages"
    label = "stages"
    default_auto_field = "django.db.models.BigAutoField"
