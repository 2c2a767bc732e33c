"""Recalls: what was found on the day of the announcement, who was told, and what they said became of it."""

from django.db import models

from orepass.custody.models.journal import JournalEvent
from orepass.custody.models.lots import Lot
from orepass.custody.rules.epcis.identifiers import URI_MAX


class Recall(models.Model):
    """One announcement: what is suspected since when, why, and a digest of everything that was found then."""

    id = models.CharField(primary_key=True, max_length=24)
    certificate = models.CharField(max_length=URI_MAX, blank=True)
    site = models.CharField(max_length=24, blank=True)
    member = models.CharField(max_length=24, blank=True)
    lot = models.CharField(max_length=URI_MAX, blank=True)
    since = models.DateField(null=True)
    reason = models.TextField()
    digest = models.CharField(max_length=64)
    exact = models.BooleanField()
    answer_days = models.PositiveSmallIntegerField()
    organisation = models.CharField(max_length=24, blank=True, db_index=True)
    announced_by = models.CharField(max_length=60)
    announced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.reason[:40]}"


class RecallLot(models.Model):
    """A lot as the recall found it: its share and mass from what is suspected; ``found_at`` where that was later."""

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="recalls")
    began = models.BooleanField()
    holder = models.CharField(max_length=URI_MAX, blank=True)
    share = models.TextField()
    share_most = models.TextField()
    suspect_mg = models.BigIntegerField(null=True)
    certified_mg = models.BigIntegerField(null=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recall", "lot"], name="custody_recalled_once")]

    def __str__(self) -> str:
        return f"{self.recall_id} {self.lot_id}"


class RecallParty(models.Model):
    """Somebody to tell: registered here and told by a notice, or a name in events that the recaller has to reach."""

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="parties")
    party = models.CharField(max_length=URI_MAX)
    registered = models.BooleanField()
    lots = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recall", "party"], name="custody_recall_told_once")]

    def __str__(self) -> str:
        return f"{self.recall_id} {self.party}"


class RecallStep(models.Model):
    """An answer to a recall, or its end; earlier ones stay."""

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    party = models.CharField(max_length=URI_MAX, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField()
    evidence = models.JSONField(default=list)
    organisation = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.recall_id} {self.action}"


class Correction(models.Model):
    """The duty to tell receivers that an event was declared an error; the days are those of the rules that bound it."""

    id = models.CharField(primary_key=True, max_length=24)
    declaration = models.ForeignKey(JournalEvent, on_delete=models.PROTECT, related_name="corrections")
    event_id = models.CharField(max_length=URI_MAX, db_index=True)
    organisation = models.CharField(max_length=24, blank=True, db_index=True)
    working_days = models.PositiveSmallIntegerField()
    declared_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.event_id}"


class CorrectionParty(models.Model):
    """A receiver to be told; those registered here are told by a notice at once."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="parties")
    party = models.CharField(max_length=URI_MAX)
    registered = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "party"], name="custody_corrected_once")]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.party}"


class CorrectionStep(models.Model):
    """The sender says that a receiver was told; nothing takes it back."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="steps")
    party = models.CharField(max_length=URI_MAX)
    note = models.TextField()
    evidence = models.JSONField(default=list)
    organisation = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.party}"
