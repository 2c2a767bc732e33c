"""What costs to make and is the same for everybody: kept by its content, and counted when a stranger has it made.

A page that is drawn or printed again for each visitor lets anybody keep the machine busy. What was made is kept in
this process for as long as it is asked for; who has it already is told so (RFC 9110, 304) before anything is made.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from orepass.platform import clock, flood
from orepass.web.acting import NOBODY, actor_of

MADE_PER_HOUR: Final = 600
"""How much one address may have made within an hour, as with checks."""


class Shelf[Made]:
    """A few made things by their content, those asked for last."""

    def __init__(self, size: int) -> None:
        """Keep no more than a number of things."""
        self._size = size
        self._kept = OrderedDict[str, Made]()
        self._lock = threading.Lock()

    def get(self, request: HttpRequest, content: str, make: Callable[[], Made]) -> Made:
        """Return what was made of a content, or make it now.

        Raises:
            TooMany: it has to be made, and too much was made for this address within the hour.
        """
        with self._lock:
            found = self._kept.get(content)
            if found is not None:
                self._kept.move_to_end(content)
                return found
        if actor_of(request) is NOBODY:
            flood.count(f"made {flood.source_of(request.META)}", at=clock.now(), limit=MADE_PER_HOUR)
        made = make()
        with self._lock:
            self._kept[content] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Begin with nothing (tests)."""
        with self._lock:
            self._kept.clear()


def answered(request: HttpRequest, content: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer with what is made of a content, unless the reader has it: the content's digest is its tag.

    Caches ask each time whether it still stands so: a certificate may be suspended at any moment.
    """
    tag = quote_etag(content)
    response = get_conditional_response(request, etag=tag) or make()
    response["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response
