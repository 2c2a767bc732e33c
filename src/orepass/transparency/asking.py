"""Ask a log or a witness over the net: what is not answered is a refusal with its reason."""

from typing import Final

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform import net
from orepass.platform.net import Reply
from orepass.transparency.rules.address import may_be_asked

BODY_MAX: Final = 20_000_000


class Unreachable(Invalid):
    """A log or a witness does not answer."""

    code = "transparency.address.unreachable"
    message = _("“{name}” does not answer: {reason}.")
    what_to_do = _("Check the address (https, or http on this machine) and try again; nothing was changed.")


def ask(url: str, *, body: bytes | None = None) -> Reply:
    """Fetch an address, or send it a body; its status is for the caller to judge.

    Raises:
        Unreachable: the address may not be asked, its host is not public, or it does not answer in time or size.
    """
    if not may_be_asked(url):
        raise Unreachable(name=url[:200], reason=_("only https is asked, or http on this machine"))
    reply = net.ask(url, limit=BODY_MAX, seconds=net.SECONDS_MAX, body=body, here=True)
    if reply.reason:
        raise Unreachable(name=url[:200], reason=reply.reason)
    return reply
