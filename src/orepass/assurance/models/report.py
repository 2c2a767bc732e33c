"""What the holder of a certificate chose to publish of the report behind it; a later choice is a new row."""

from django.db import models


class ReportChoice(models.Model):
    """One choice: the parts beyond the scheme's minimum, and why less than its default, if it is less."""

    certificate = models.ForeignKey("assurance.Certificate", on_delete=models.PROTECT, related_name="report_choices")
    parts = models.JSONField(default=list)
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.certificate_id} report"
