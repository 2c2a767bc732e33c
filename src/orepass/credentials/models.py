"""Tables of credentials: the home's DIDs and their histories, public halves of keys, status lists and their facts."""

from django.db import models


class Identity(models.Model):
    """A DID of this home: of the installation itself, or of one organisation in it."""

    did = models.CharField(primary_key=True, max_length=255)
    organisation = models.CharField(max_length=24, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True)
    scid = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.did


class Key(models.Model):
    """The public half of a key; the private one is a file in the home under the same identifier.

    ``role`` is that in which its organisation opens what was sealed for it, of keys that do.
    """

    id = models.CharField(primary_key=True, max_length=24)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="keys")
    fragment = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=20, blank=True)
    public_multibase = models.CharField(max_length=200)
    demonstration = models.BooleanField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "fragment"], name="key_fragment_once")]

    def __str__(self) -> str:
        return f"{self.identity_id}#{self.fragment}"


class HistoryEntry(models.Model):
    """One line of an identity's did:webvh log, as it was signed; lines are added, never changed."""

    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="history")
    number = models.PositiveIntegerField()
    version_id = models.CharField(max_length=80)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["identity", "number"]
        constraints = [models.UniqueConstraint(fields=["identity", "number"], name="history_number_once")]

    def __str__(self) -> str:
        return f"{self.identity_id} {self.version_id}"


class HistoryWitness(models.Model):
    """A witness's proof for a version of an identity's log; one of a later version stands for those before it."""

    entry = models.ForeignKey(HistoryEntry, on_delete=models.PROTECT, related_name="witnesses")
    witness = models.CharField(max_length=200)
    proof = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "id"]
        constraints = [models.UniqueConstraint(fields=["entry", "witness"], name="history_witness_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.witness}"


class StatusList(models.Model):
    """One bitstring for one purpose; its credential is made from the facts whenever it is asked for."""

    id = models.CharField(primary_key=True, max_length=24)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=20)
    size = models.PositiveSmallIntegerField(default=1)
    length = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.purpose}"


class StatusEntry(models.Model):
    """The place of one credential in one list; ``about`` names the thing whose own status sets the bit as well.

    ``name`` is this home's own identifier of the credential: the public log tells of it by that, never by ``subject``,
    which may be any text that an issuer chose. ``terms_digest`` is that of the credential whose names were held against
    its contexts when this home signed it; empty where nothing was.
    """

    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField()
    subject = models.CharField(max_length=255, db_index=True)
    name = models.CharField(max_length=24, blank=True)
    terms_digest = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=64, blank=True)
    allotted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status_list", "index"], name="status_index_once")]

    def __str__(self) -> str:
        return f"{self.status_list_id}#{self.index}"


class StatusFact(models.Model):
    """From an instant on, the bit of an entry is set or lifted; facts are added, never changed."""

    entry = models.ForeignKey(StatusEntry, on_delete=models.PROTECT, related_name="facts")
    is_set = models.BooleanField()
    value = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    grounds = models.CharField(max_length=200, blank=True)
    set_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {'set' if self.is_set else 'lifted'} {self.at:%Y-%m-%d}"


class SealedFile(models.Model):
    """Evidence as it was sealed for one party in one role: its text lies under its digest, beside evidence."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    evidence = models.CharField(max_length=64, db_index=True)
    organisation = models.CharField(max_length=24, db_index=True)
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="sealed")
    media_type = models.CharField(max_length=80)
    sealed_by = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class BroughtContext(models.Model):
    """A JSON-LD context that this home brought itself, pinned by its digest and never changed, as what was signed."""

    url = models.CharField(primary_key=True, max_length=255)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    brought_by = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.url
