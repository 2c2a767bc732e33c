"""Files that were sealed for a party in a role: anybody may fetch them, and their readers open them."""

from orepass.credentials.models import SealedFile
from orepass.kernel.refusal import NotFound
from orepass.platform.files import path_of
from orepass.platform.rows import can_be_kept


def sealed_file(sha256: str) -> bytes:
    """Return a sealed file by its digest.

    Raises:
        NotFound: nothing was sealed under it; evidence itself never comes by this way.
    """
    if not can_be_kept(sha256) or not SealedFile.objects.filter(pk=sha256).exists():
        raise NotFound(what=sha256[:80])
    return path_of(sha256).read_bytes()
