"""Requests that act once: the first with a key is performed, its repetition gets the first one's answer."""

from datetime import datetime
from typing import Final

import msgspec
from django.db import transaction

from orepass.kernel.digest import Digest
from orepass.platform.models import IdempotentRequest

KEY_LENGTH_MAX: Final = 80


class KeyCard(msgspec.Struct, frozen=True):
    """What is known of a key.

    Attributes:
        new: nobody used it before; it is now taken.
        same: it belongs to this very request.
        status: the status answered; ``None`` while the first request runs.
        body: the answer.
    """

    new: bool
    same: bool
    status: int | None
    body: str


def take_key(person: str, key: str, request: Digest, *, at: datetime) -> KeyCard:
    """Take a key for a request, or say what it was taken for."""
    with transaction.atomic():
        row, new = IdempotentRequest.objects.select_for_update().get_or_create(
            person=person, key=key, defaults={"request_digest": request, "created_at": at}
        )
    return KeyCard(new=new, same=row.request_digest == request, status=row.status, body=row.body)


def keep_answer(person: str, key: str, *, status: int, body: str) -> None:
    """Keep the answer for repetitions."""
    IdempotentRequest.objects.filter(person=person, key=key).update(status=status, body=body)


def give_back_key(person: str, key: str) -> None:
    """Give back a key whose request was refused, so that it can be mended and sent again."""
    IdempotentRequest.objects.filter(person=person, key=key).delete()
