"""Wire the groups room into Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """The groups room."""

    name = "orepass.inclusion.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
