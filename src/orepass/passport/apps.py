"""Wire the passport room into Django."""

from django.apps import AppConfig


class PassportConfig(AppConfig):
    """The passport room."""

    name = "orepass.passport"
    label = "passport"
    default_auto_field = "django.db.models.BigAutoField"
