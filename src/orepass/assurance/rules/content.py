"""What a certificate says (ISO/IEC 17065, 7.7.1), as the value whose digest goes on the public log.

It holds identifiers only, no name of a person and nothing commercial; whoever is handed a certificate can compute the
digest again and look for it on the log.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from orepass.kernel.digest import Digest, digest


class CertificateContent(msgspec.Struct, frozen=True, kw_only=True):
    """The statement of a certificate as granted."""

    certificate: str
    client: str
    provider: str
    kind: str
    pack: str
    pack_digest: str
    standard: str
    level: str
    claim_class: str
    scope: str
    sites: tuple[str, ...]
    valid_from: date
    valid_before: date
    annex_digest: str
    inputs_digest: str

    @property
    def digest(self) -> Digest:
        """Return the digest under which the certificate stands on the log."""
        return digest(self)


def step_digest(certificate: str, action: str, *, on: date, grounds: str, sites: Iterable[str] = ()) -> Digest:
    """Return the digest of a change of status or scope, as it stands on the log."""
    return digest(
        {"certificate": certificate, "action": action, "on": on, "grounds": grounds, "sites": sorted(sites)},
    )
