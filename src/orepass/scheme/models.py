"""Tables of the scheme room: the editions that were published, each with the pack as it was, and those that wait."""

from django.db import models


class Edition(models.Model):
    """One published edition; it is never changed, and a later one names it."""

    id = models.CharField(primary_key=True, max_length=24)
    scheme = models.CharField(max_length=60)
    edition = models.CharField(max_length=24)
    digest = models.CharField(max_length=64, unique=True)
    title = models.JSONField()
    status = models.CharField(max_length=12)
    supersedes = models.CharField(max_length=24, blank=True)
    transition_months = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_before = models.DateField(null=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=24, blank=True)
    archive = models.BinaryField()

    class Meta:
        ordering = ["scheme", "valid_from", "edition"]
        constraints = [models.UniqueConstraint(fields=["scheme", "edition"], name="scheme_edition_once")]

    def __str__(self) -> str:
        return f"{self.scheme}@{self.edition}"


class EditionHold(models.Model):
    """One entry about an edition that waits for its development; the last entry of an edition counts."""

    pack = models.CharField(max_length=90, db_index=True)
    outcome = models.CharField(max_length=12)
    held_by = models.CharField(max_length=24)
    organisation = models.CharField(max_length=24)
    text_digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pack} {self.outcome}"


class Announcement(models.Model):
    """What the owner announced about the next edition: which it replaces and from when; it is announced once."""

    id = models.CharField(primary_key=True, max_length=24)
    scheme = models.CharField(max_length=60)
    edition = models.CharField(max_length=24)
    text_digest = models.CharField(max_length=64)
    replaces = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="announcements")
    from_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ["-from_on", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "edition"], name="scheme_announcement_once")]

    def __str__(self) -> str:
        return f"{self.scheme}@{self.edition} from {self.from_on}"
