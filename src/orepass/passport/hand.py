"""What a check has at hand beside the credential: those brought along, this home's own, and what the net answers."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from orepass.credentials.fetching import Ask
from orepass.credentials.rules.bundled import Link
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.validity import DATES, SKEW, check_periods
from orepass.credentials.rules.verification import Verification
from orepass.kernel.check import Check, Result
from orepass.kernel.text import marked as _
from orepass.passport import queries

NOTHING: Final[frozenset[str]] = frozenset()
OTHER: Final = _("it is not the document that was linked")


class Hand:
    """Credentials that may say something about the one being checked, each checked by itself, each asked for once."""

    def __init__(
        self,
        brought: Sequence[Verification],
        *,
        verify: Callable[[str | bytes], Verification],
        ask: Ask,
        relied: Collection[str] = (),
        schemes: Collection[str] = (),
    ) -> None:
        """Take what was brought along, a verifier for what is found, a way to ask for it, and what is relied upon."""
        self.brought, self.relied, self.schemes = brought, frozenset(relied), frozenset(schemes)
        self._verify, self.ask = verify, ask
        self._found: dict[str, Verification | str] = {}

    @property
    def holding(self) -> list[Document]:
        """Return the credentials brought along that hold themselves."""
        return [one.credential for one in self.brought if one.verified is True]

    def find(self, link: Link) -> Verification | str:
        """Return a linked credential with its checks, or say why it cannot be had."""
        return self.candidates(link)[0]

    def candidates(self, link: Link) -> list[Verification | str]:
        """Return every credential that may be the one linked, or say why none can be had.

        Under an address of this home lies what this home issued, whoever brings another with that identifier. Of what
        was brought along several may bear one identifier: none hides another, whoever asks says which will do.
        """
        if queries.token_at_url(link.url) is None:
            named = [one for one in self.brought if one.credential.get("id") == link.url and link.fits(one.digest)]
            if named:
                return [*named]
        if link.url not in self._found:
            self._found[link.url] = self._asked(link.url)
        found = self._found[link.url]
        if isinstance(found, Verification) and not link.fits(found.digest):
            return [OTHER]
        return [found]

    def _asked(self, url: str) -> Verification | str:
        own = queries.token_at_url(url)
        fetched = Fetched(own, "") if own is not None else self.ask(url)
        if fetched.body is None:
            return fetched.reason
        try:
            return self._verify(fetched.body)
        except BadDocument as bad:
            return str(bad)


def objection(found: Verification, *, on: date | None, at: datetime, besides: frozenset[str] = NOTHING) -> Check | None:
    """Return the first check that speaks against relying on a credential for a day; ``besides`` are left out.

    What has expired since does not: it was valid on the day. A status is known as it is today only.
    """
    for one in found.checks:
        against = one.required and one.result in {Result.FAILED, Result.UNDETERMINED}
        if against and one.name != DATES and one.name not in besides:
            return one
    answers = [check_periods(found.credential, moment) for moment in _moments(on, at)]
    return None if any(one.result is Result.PASSED for one in answers) else answers[0]


def _moments(on: date | None, at: datetime) -> tuple[datetime, ...]:
    """Return the beginning and the end of a day, never later than now; the skew of clocks never leads out of it."""
    if on is None or on >= at.astimezone(UTC).date():
        return (at,)
    return datetime.combine(on, time.min, tzinfo=UTC) + SKEW, datetime.combine(on, time.max, tzinfo=UTC) - SKEW
