"""Wire the custody room into Django."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The custody room."""

    name = "orepass.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"
