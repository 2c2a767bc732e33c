"""Wire the improvement room into Django."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """The improvement room."""

    name = "orepass.improvement"
    label = "improvement"
    default_auto_field = "django.db.models.BigAutoField"
