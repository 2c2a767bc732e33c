"""Where accounts stand, put down so that nobody tells them from their first entry each time; derived, not kept."""

from django.db import models

from orepass.custody.models.accounts import Account


class AccountStanding(models.Model):
    """An account after its entries up to a day, of those with a number up to ``entry`` (``rules.accounts.kept``)."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="put_down")
    entry = models.BigIntegerField()
    through = models.DateField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.through}"
