"""Words on a product that an organisation keeps for a lot; none is ever changed."""

from django.db import models

from orepass.custody.models.lots import Lot


class ProductWords(models.Model):
    """Words that were allowed on the day: the text, what it is, and whose it is."""

    id = models.CharField(primary_key=True, max_length=24)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="product_words")
    organisation = models.CharField(max_length=24, db_index=True)
    text = models.TextField()
    language = models.CharField(max_length=2)
    market = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    claim = models.CharField(max_length=60, blank=True)
    pack = models.CharField(max_length=120, blank=True)
    ruling = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=20, blank=True)
    kept_on = models.DateField()
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["kept_at", "id"]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"
