"""Idempotent requests: the same key with the same body gets the same answer, and acts once."""

from django.db import models


class IdempotentRequest(models.Model):
    """The answer once given to a key of one person."""

    person = models.CharField(max_length=24)
    key = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
