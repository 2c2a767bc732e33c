"""The table of evidence files: who showed which, under which name; the bytes lie under their digest."""

from django.db import models


class EvidenceFile(models.Model):
    """One file that one party showed as evidence: its own, whoever else stored the same bytes.

    ``party`` is the organisation, or the person who acts for none.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    party = models.CharField(max_length=64)
    organisation = models.CharField(max_length=24, db_index=True)
    stored_by = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sha256", "party"], name="evidence_of_a_party_once")]

    def __str__(self) -> str:
        return f"{self.party} {self.sha256}"
