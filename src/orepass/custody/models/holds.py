"""Holds: lots that a person stopped, and the release of each by another; neither is ever changed."""

from django.db import models

from orepass.custody.models.lots import Lot
from orepass.custody.models.recalls import Recall


class Hold(models.Model):
    """One decision to stop some lots: who took it, why, and for which recall, if any."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24, blank=True, db_index=True)
    recall = models.ForeignKey(Recall, null=True, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    placed_by = models.CharField(max_length=60)
    placed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.organisation}"


class HeldLot(models.Model):
    """A lot under a hold; as long as nothing released it, it is stopped."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="holds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hold", "lot"], name="custody_held_once")]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.lot_id}"


class Release(models.Model):
    """The end of a hold for some of its lots, or all."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="releases")
    note = models.TextField()
    evidence = models.JSONField(default=list)
    organisation = models.CharField(max_length=24, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.at}"


class ReleasedLot(models.Model):
    """A lot that a release set free."""

    held = models.OneToOneField(HeldLot, on_delete=models.PROTECT, related_name="released")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="lots")

    def __str__(self) -> str:
        return f"{self.release_id} {self.held_id}"
