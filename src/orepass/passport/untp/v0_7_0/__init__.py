"""UNTP 0.7.0 (4 May 2026): credentials of conformity, product and identity as typed values, our own models."""

from typing import Final

from orepass.passport.untp.parts import Node
from orepass.passport.untp.v0_7_0.conformity import ConformityCredential
from orepass.passport.untp.v0_7_0.identity import IdentityAnchor
from orepass.passport.untp.v0_7_0.nodes import CONTEXTS
from orepass.passport.untp.v0_7_0.product import ProductPassport

NUMBER: Final = "0.7.0"
MODELS: Final[dict[str, tuple[str, type[Node]]]] = {
    "DigitalConformityCredential": (CONTEXTS[1], ConformityCredential),
    "DigitalProductPassport": (CONTEXTS[1], ProductPassport),
    "DigitalIdentityAnchor": (CONTEXTS[1], IdentityAnchor),
}
"""Context and model by type; facility record and event of 0.7.0 are not at hand as released."""
