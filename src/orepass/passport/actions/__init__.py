"""Issue credentials of certificates, passports of products, and credentials that somebody wrote."""

from orepass.passport.actions.anchors import (
    AnchoredForAnother,
    NoIdentity,
    NotItsIdentity,
    Unproven,
    issue_anchor,
    revoke_anchor,
)
from orepass.passport.actions.certificates import CertificateEnded, NoSiteCovered, issue_credential
from orepass.passport.actions.documents import (
    AlreadyIssued,
    ContextNotHere,
    Form,
    ReservedType,
    SignedDocument,
    UnusableCredential,
    issue_document,
)
from orepass.passport.actions.lots import LotEmpty, LotGone, LotOnHold, LotRecalled, LotUsedUp, NotTheHolder
from orepass.passport.actions.products import (
    BadProduct,
    Granularity,
    ProductInput,
    issue_product,
    revoke_product,
)
from orepass.passport.actions.signing import NotIssuable
from orepass.passport.actions.trust import AlreadyTrusted, Part, UnusableParty, declare_trust, end_trust

__all__ = [
    "AlreadyIssued",
    "AlreadyTrusted",
    "AnchoredForAnother",
    "BadProduct",
    "CertificateEnded",
    "ContextNotHere",
    "Form",
    "Granularity",
    "LotEmpty",
    "LotGone",
    "LotOnHold",
    "LotRecalled",
    "LotUsedUp",
    "NoIdentity",
    "NoSiteCovered",
    "NotIssuable",
    "NotItsIdentity",
    "NotTheHolder",
    "Part",
    "ProductInput",
    "ReservedType",
    "SignedDocument",
    "Unproven",
    "UnusableCredential",
    "UnusableParty",
    "declare_trust",
    "end_trust",
    "issue_anchor",
    "issue_credential",
    "issue_document",
    "issue_product",
    "revoke_anchor",
    "revoke_product",
]
