"""People, log-ins and the roles they hold.

A person's name and address stand in ``Person`` alone; every other table holds the pseudonym. Erasing a person blanks
this row and leaves the pseudonym.
"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Person(models.Model):
    """A human being: the only table with personal data, with its purpose and consent, erasable."""

    pseudonym = models.CharField(primary_key=True, max_length=24)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=200)
    consented_on = models.DateField(null=True)
    registered_by = models.CharField(max_length=24, blank=True)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.pseudonym


class User(AbstractBaseUser):
    """A log-in: an e-mail address and a password, tied to one person."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.person_id or str(self.pk)


class Membership(models.Model):
    """A role that a person holds in an organisation for a period; a person may be in several organisations."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.CharField(max_length=24, db_index=True)
    role = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role", "valid_from"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation}"


class Invitation(models.Model):
    """A letter to an address: join an organisation in a role; only the hash of its code is kept."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24)
    role = models.CharField(max_length=20)
    email = models.EmailField()
    code_hash = models.CharField(max_length=64, unique=True)
    sent_by = models.CharField(max_length=24)
    sent_at = models.DateTimeField()
    valid_before = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=24, blank=True)

    def __str__(self) -> str:
        return self.id


class ApiToken(models.Model):
    """A key for programs, limited to scopes and time; only its hash is kept."""

    id = models.CharField(primary_key=True, max_length=24)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    organisation = models.CharField(max_length=24)
    scopes = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    valid_before = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id
