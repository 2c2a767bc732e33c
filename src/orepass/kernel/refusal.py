"""Refusals are exceptions: a request that cannot be done, with a stable code and a way out.

Doors translate them once: a page shows them beside the form, the API answers problem+json, a command exits 2.

    Refusal
    ├── NotFound        there is no such thing, or not for you (404)
    ├── Denied          you may not do this (403)
    ├── Conflict        its state does not allow it (409)
    └── Invalid         what was sent cannot be used (422)
"""

from typing import ClassVar

from orepass.kernel.finding import Finding
from orepass.kernel.text import fill
from orepass.kernel.text import marked as _


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Base of all refusals; subclasses are declared beside the action that raises them."""

    code: ClassVar[str] = ""
    status: ClassVar[int] = 422
    message: ClassVar[str] = _("This cannot be done.")
    what_to_do: ClassVar[str] = ""
    catalogue: ClassVar[dict[str, type["Refusal"]]] = {}

    def __init__(self, where: str = "", *, findings: list[Finding] | None = None, **params: object) -> None:
        """Refuse, naming the place and the values for the placeholders of message and way out."""
        self.where = where
        self.findings = findings or []
        self.params = params
        super().__init__(fill(self.message, params))

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Collect every refusal with a code of its own into the catalogue."""
        super().__init_subclass__(**kwargs)
        if "code" in cls.__dict__:
            assert cls.code not in Refusal.catalogue, f"refusal code declared twice: {cls.code}"
            Refusal.catalogue[cls.code] = cls

    @property
    def way_out(self) -> str:
        """Say what to do next, filled in, in English."""
        return fill(self.what_to_do, self.params)


class NotFound(Refusal):
    """There is no such thing, or the actor may not know of it: both look alike to a stranger."""

    code = "platform.not_found"
    status = 404
    message = _("There is nothing here under “{what}”.")
    what_to_do = _("Check the identifier; records of other parties do not show.")


class Denied(Refusal):
    """The actor may not do this."""

    code = "platform.access.denied"
    status = 403
    message = _("You may not do this ({action}).")
    what_to_do = _("Ask someone who holds one of these roles: {roles}.")


class Conflict(Refusal):
    """The state of the thing does not allow it."""

    code = "platform.conflict"
    status = 409
    message = _("This is not possible in the present state ({state}).")
    what_to_do = _("Look at the present state and choose one of the steps offered there.")


class Invalid(Refusal):
    """What was sent cannot be used."""

    code = "platform.invalid"
    status = 422
    message = _("“{value}” cannot be used here.")
    what_to_do = _("Correct it and send it again.")
