"""What is at hand of an address that a credential is related to: this home's own, what was brought along, the net."""

import contextlib
from collections.abc import Sequence
from functools import cached_property

from orepass.credentials import queries as credentials
from orepass.credentials.fetching import Ask
from orepass.credentials.rules.presented import Presented, read
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.text import marked as _
from orepass.passport import queries

REWRITTEN = _("what was brought along may be written otherwise than what lies there")


class AtHand:
    """Finds the bytes under an address, for one check.

    Under an address of this home lies what this home issued. What was brought along counts where it is a token, which
    has one spelling; a document may have been written anew on its way. The net is asked where it may be.
    """

    def __init__(self, brought: Sequence[str | bytes], ask: Ask) -> None:
        """Take what was brought along, and a way to ask for the rest."""
        self._texts, self._ask = brought, ask

    def __call__(self, url: str) -> Sequence[bytes] | str:
        """Return what lies under an address, or say why it is not at hand."""
        own = _own(url)
        if own is not None:
            return [own]
        brought = [one for one in self._brought if one.credential.get("id") == url]
        tokens = [one.token.text.encode() for one in brought if one.token is not None]
        if tokens:
            return tokens
        found = self._ask(url)
        if found.body is None:
            return REWRITTEN if brought else found.reason
        return [found.body.encode() if isinstance(found.body, str) else found.body]

    @cached_property
    def _brought(self) -> list[Presented]:
        found = []
        for text in self._texts:
            with contextlib.suppress(BadDocument):
                found.append(read(text))
        return found


def _own(url: str) -> bytes | None:
    """Return what this home published under an address: a credential, or a file that it sealed."""
    token = queries.token_at_url(url)
    return token.encode() if token is not None else credentials.sealed_at_url(url)
