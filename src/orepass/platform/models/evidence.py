"""Evidence files by their SHA-256; a row and its file are never deleted by the system."""

from django.db import models


class Evidence(models.Model):
    """One file that somebody showed as evidence."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    organisation = models.CharField(max_length=24, db_index=True)
    stored_by = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()

    def __str__(self) -> str:
        return self.sha256
