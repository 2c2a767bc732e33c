"""Bring a JSON-LD context that is not held here, so that credentials of others can be read with it; none is fetched."""

from datetime import datetime
from typing import Final

from orepass.credentials import contexts
from orepass.credentials.models import BroughtContext
from orepass.credentials.queries.contexts import BROUGHT, HELD, ContextCard
from orepass.credentials.rules.strict_json import parse_object
from orepass.credentials.rules.structure import is_url
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action

TEXT_MAX: Final = 500_000
URL_MAX: Final = 255


class BadContext(Invalid):
    """What was brought is no context, or not the one that is meant."""

    code = "credentials.context.invalid"
    message = _("The context cannot be taken: {reason}.")
    what_to_do = _("Get the file from whoever publishes it, and its digest from another place than the file.")


class ContextThere(Conflict):
    """The address already has a context, and another one."""

    code = "credentials.context.exists"
    message = _("Another context is already kept for {url}.")
    what_to_do = _("A published context does not change: ask its publisher for the address of the new one.")


@action("credentials.context.bring")
def bring_context(actor: Actor, *, url: str, document: str, digest: str = "", at: datetime) -> ContextCard:
    """Keep a context for an address; its digest must be the one that is known here, or the one that is given.

    The digest is the SHA-256 of the context as canonical JSON, so that spaces do not matter. Bringing the same again,
    or one that is held here anyway, changes nothing: the card says which.

    Raises:
        BadContext: no address, no context, too large, or not the one the digest names.
        ContextThere: another one is kept for the address.
    """
    _checked_address(url)
    read = parse_object(document) if len(document) <= TEXT_MAX else {}
    if not isinstance(read.get("@context"), dict | list):
        raise BadContext(where="document", reason=_("it is no JSON-LD context, or too large"))
    found, pin = contexts.digest_of(read), contexts.pins().get(url)
    if found != (pin.digest if pin else digest):
        raise BadContext(where="digest", reason=_("its digest is not the one that is known or given"))
    if url in contexts.shipped():
        return ContextCard(url, found, HELD)
    there = BroughtContext.objects.filter(pk=url).first()
    if there is not None and there.digest != found:
        raise ContextThere(url=url)
    if there is None:
        BroughtContext.objects.create(url=url, text=document, digest=found, brought_by=actor.pseudonym, at=at)
    return ContextCard(url, found, BROUGHT)


def _checked_address(url: str) -> None:
    if not is_url(url) or not url.startswith("https://") or len(url) > URL_MAX:
        raise BadContext(where="url", reason=_("its address is no https address"))
