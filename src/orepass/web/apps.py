"""Wire the pages into Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "orepass.web"
    label = "web"
