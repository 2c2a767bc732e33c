"""The cryptographic suites that are checked here, and which keys each of them takes: the allow-list.

W3C Data Integrity EdDSA 1.0 and ECDSA 1.0. The key decides, never the document: a suite with another kind of key holds
nothing.
"""

from typing import Final

import msgspec

from orepass.credentials.rules.keys import ALGORITHMS, ED25519, P256, P384

EDDSA_JCS, ECDSA_JCS = "eddsa-jcs-2022", "ecdsa-jcs-2019"
EDDSA_RDFC, ECDSA_RDFC = "eddsa-rdfc-2022", "ecdsa-rdfc-2019"
ECDSA_SD = "ecdsa-sd-2023"


class Suite(msgspec.Struct, frozen=True):
    """A suite: its name, the kinds of key it takes, whether it signs linked data (RDFC-1.0) instead of JSON.

    ``selective``: it signs statements one by one, so that a holder can keep some back.
    """

    name: str
    kinds: tuple[str, ...]
    linked: bool
    selective: bool = False


SUITES: Final = {
    suite.name: suite
    for suite in (
        Suite(EDDSA_JCS, (ED25519,), linked=False),
        Suite(ECDSA_JCS, (P256, P384), linked=False),
        Suite(EDDSA_RDFC, (ED25519,), linked=True),
        Suite(ECDSA_RDFC, (P256, P384), linked=True),
        Suite(ECDSA_SD, (P256,), linked=True, selective=True),
    )
}


def issued_with(algorithm: str) -> tuple[Suite, str]:
    """Return the suite that is issued with a signer's algorithm, and the kind of its key.

    Raises:
        KeyError: nothing is signed here with such an algorithm.
    """
    kind = {name: kind for kind, names in ALGORITHMS.items() for name in names}[algorithm]
    return SUITES[EDDSA_JCS if kind == ED25519 else ECDSA_JCS], kind
