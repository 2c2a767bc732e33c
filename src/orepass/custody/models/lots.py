"""Lots and what events did to them."""

from django.db import models

from orepass.custody.models.journal import JournalEvent
from orepass.custody.rules.epcis.identifiers import URI_MAX
from orepass.custody.rules.epcis.spelling import KEY_MAX


class Lot(models.Model):
    """A lot by its name in events; the number is dense and in the order of first mention.

    A class under a GS1 key has other names beside: another form of the key, or a link under another domain.
    """

    sequence = models.BigIntegerField(primary_key=True)
    identifier = models.CharField(max_length=24, unique=True)
    uri = models.CharField(max_length=URI_MAX, unique=True)
    class_key = models.CharField(max_length=KEY_MAX, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["class_key"], condition=~models.Q(class_key=""), name="custody_lot_class")]

    def __str__(self) -> str:
        return self.uri


class Movement(models.Model):
    """What one event did to one lot (``rules.lots.Movement``)."""

    event = models.ForeignKey(JournalEvent, on_delete=models.PROTECT, related_name="movements")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="movements")
    move = models.CharField(max_length=10)
    at = models.DateTimeField()
    mass_mg = models.BigIntegerField(null=True)
    content_mg = models.BigIntegerField(null=True)
    most = models.TextField(blank=True)
    instance = models.BooleanField(default=False)
    site = models.CharField(max_length=URI_MAX, blank=True)
    holder = models.CharField(max_length=URI_MAX, blank=True)
    parent = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="packings")
    facts = models.TextField(blank=True)
    tag = models.CharField(max_length=200, blank=True)
    claim_class = models.CharField(max_length=200, blank=True)
    certificate = models.CharField(max_length=URI_MAX, blank=True)
    model = models.CharField(max_length=30, blank=True)
    origin = models.BooleanField(default=False)
    bound = models.BooleanField(default=False)
    claim = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["tag"], condition=~models.Q(tag=""), name="custody_movement_tag"),
            models.Index(fields=["certificate"], condition=~models.Q(certificate=""), name="custody_movement_cert"),
            models.Index(fields=["site", "at"], condition=models.Q(origin=True), name="custody_movement_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.lot_id}"
