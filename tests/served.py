"""The application that the clients of all tests ask, built once, as a server builds it for all who come.

Each of Django's test clients builds one of its own, and looks through all static files for it. Where a test has changed
the settings, the application is built anew from them.
"""

import functools
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test.client import ClientHandler

PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")


@functools.cache
def _application(of_settings: object) -> BaseHandler:
    """Settings that were changed for a while are another object than those before."""
    built = BaseHandler()
    built.load_middleware()
    return built


def _share(self: ClientHandler, is_async: bool = False) -> None:  # noqa: FBT002 - Django's own signature
    assert not is_async, "no test asks without waiting"
    built: Any = _application(settings._wrapped)
    for part in PARTS:
        setattr(self, part, getattr(built, part))


def share_the_application() -> None:
    """Let every test client ask the one application; before the first is made."""
    ClientHandler.load_middleware = _share  # type: ignore[method-assign]
