"""How signing up meets our people: every log-in is tied to a person under a pseudonym."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from orepass.kernel.text import marked
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.people import register_person

PURPOSE = marked("to log in and act for an organisation")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Tie a new log-in to a new person; roles come by invitation only."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - allauth's signature
        """Save the log-in together with its person."""
        saved = super().save_user(request, user, form, commit=False)
        card = register_person(Actor.system("sign-up"), name="", purpose=PURPOSE, email=saved.email, at=clock.now())
        saved.person_id = card.id
        if commit:
            saved.save()
        return saved
