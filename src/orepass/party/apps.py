"""Wire the party room into Django."""

from django.apps import AppConfig


class PartyConfig(AppConfig):
    """The party room."""

    name = "orepass.party"
    label = "party"
    default_auto_field = "django.db.models.BigAutoField"
