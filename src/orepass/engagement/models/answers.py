"""What was answered to somebody: the response, the reason, what changes and in which version."""

from django.db import models

from orepass.engagement.models.sizes import PERSON


class Answered(models.Model):
    """Something said that gets one answer."""

    answer = models.TextField(blank=True)
    change = models.TextField(blank=True)
    response = models.CharField(max_length=10, blank=True, default="")
    changed_in = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=PERSON, blank=True)

    class Meta:
        abstract = True
