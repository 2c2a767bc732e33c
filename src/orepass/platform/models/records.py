"""The record: an append-only, hash-chained list of everything that was done.

It holds digests and pseudonyms only. The digest of the inputs is salted, and the salts stand in a table of their own:
to erase what an input said about a person, its salt is erased and the digest means nothing.
"""

from django.db import models


class Record(models.Model):
    """One action done by one actor, chained to the one before."""

    sequence = models.BigIntegerField(primary_key=True)
    action = models.CharField(max_length=80, db_index=True)
    actor = models.CharField(max_length=64)
    organisation = models.CharField(max_length=24, blank=True)
    subject = models.CharField(max_length=64, blank=True, db_index=True)
    at = models.DateTimeField()
    inputs = models.CharField(max_length=64)
    outcome = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class RecordHead(models.Model):
    """The last link of the chain: one row, locked while the next is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.sequence)


class RecordSalt(models.Model):
    """The salt of one record's inputs, kept apart so that it can be erased."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="salt")
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return str(self.record_id)
