"""Wire the assurance room into Django."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """The assurance room."""

    name = "orepass.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"
