"""UNTP 0.6.1 (16 June 2025): its five credential types as typed values, to be read; what is issued is 0.7.0."""

from typing import Final

from orepass.passport.untp.parts import Node
from orepass.passport.untp.v0_6_1.conformity import ConformityCredential
from orepass.passport.untp.v0_6_1.event import TraceabilityEvent
from orepass.passport.untp.v0_6_1.facility import FacilityRecord
from orepass.passport.untp.v0_6_1.identity import IdentityAnchor
from orepass.passport.untp.v0_6_1.nodes import CONTEXT, Credential
from orepass.passport.untp.v0_6_1.product import ProductPassport

NUMBER: Final = "0.6.1"
_KINDS: Final[tuple[type[Credential], ...]] = (
    ConformityCredential,
    ProductPassport,
    TraceabilityEvent,
    FacilityRecord,
    IdentityAnchor,
)
MODELS: Final[dict[str, tuple[str, type[Node]]]] = {
    kind.wanted[0]: (CONTEXT.format(kind=kind.kind), kind) for kind in _KINDS
}
"""Context and model by type."""
