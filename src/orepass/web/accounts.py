"""How django-allauth makes log-ins here: every new log-in gets a person under a pseudonym."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from orepass.kernel.identifier import mint
from orepass.platform import clock
from orepass.platform.models import Person, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sign-up makes a person first; roles come by invitation."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ANN401, FBT001, FBT002 - allauth's signature
        """Make the person, then the log-in."""
        email = form.cleaned_data.get("email", "")
        user.person = Person.objects.create(
            pseudonym=mint("per"),
            email=email,
            purpose="log-in",
            consented_on=clock.today(),
            registered_at=clock.now(),
        )
        saved: User = super().save_user(request, user, form, commit)
        return saved
