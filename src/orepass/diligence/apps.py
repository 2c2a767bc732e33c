"""Wire the diligence room into Django."""

from django.apps import AppConfig


class DiligenceConfig(AppConfig):
    """The diligence room."""

    name = "orepass.diligence"
    label = "diligence"
    default_auto_field = "django.db.models.BigAutoField"
