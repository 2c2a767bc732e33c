"""Tables of the log: the log itself, its entries (first queued, then placed), tiles of the tree, signed checkpoints.

Beside them the witnesses that the log asks, and what they said of its checkpoints.
"""

from django.db import models


class Log(models.Model):
    """The one log of this home; its row is locked while entries are placed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    origin = models.CharField(max_length=200)
    verifier_key = models.CharField(max_length=300)
    key_name = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.origin


class Entry(models.Model):
    """A leaf: written in the transaction of the action it tells of, given its index by the sequencer afterwards."""

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    content_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    data = models.BinaryField()
    index = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "index"], name="entry_by_subject"),
            models.Index(fields=["content_digest"], name="entry_by_content"),
            models.Index(fields=["id"], name="entry_queued", condition=models.Q(index=None)),
        ]

    def __str__(self) -> str:
        return f"{self.index if self.index is not None else 'queued'} {self.kind} {self.subject}"


class Tile(models.Model):
    """Up to 256 neighbouring hashes of one level in eight (rules/tile.py)."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """What the log signed at a size; a size is signed once."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=44)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-size"]

    def __str__(self) -> str:
        return f"{self.size} {self.root}"


class Witness(models.Model):
    """Someone else's witness, asked to cosign the checkpoints of this log."""

    id = models.CharField(primary_key=True, max_length=24)
    name = models.CharField(max_length=200)
    verifier_key = models.TextField(unique=True)
    url = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["accepted_at", "id"]

    def __str__(self) -> str:
        return self.name


class Cosignature(models.Model):
    """What a witness said of a checkpoint: that the log only grew, at an instant."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    line = models.TextField()
    cosigned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="cosignature_once")]
        ordering = ["checkpoint", "witness"]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.witness_id}"
