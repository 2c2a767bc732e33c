"""Notices: who must know or do something, by when."""

from django.db import models


class Notice(models.Model):
    """One thing an organisation or a person must know, about one subject."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24, blank=True, db_index=True)
    person = models.CharField(max_length=24, blank=True, db_index=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=64)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
