"""Make identities, keys and histories, allot places in status lists and set them; facts are added, never changed."""

from orepass.credentials.actions.contexts import BadContext, ContextThere, bring_context
from orepass.credentials.actions.disclosing import (
    AnotherIssuer,
    NotTheHolder,
    SdJwtCard,
    issue_sd_jwt,
    present_sd_jwt,
)
from orepass.credentials.actions.history import IdentityEnded
from orepass.credentials.actions.identities import (
    IdentityExists,
    PathTooLong,
    create_identity,
    deactivate_identity,
    ensure_own_identity,
    rotate_identity,
    wait_for_identity,
)
from orepass.credentials.actions.keys import UnknownKeyKind, create_key, retire_key
from orepass.credentials.actions.sealing import (
    NoReaderKey,
    OpenedCard,
    SealedCard,
    UnknownRole,
    make_agreement_key,
    open_evidence,
    share_evidence,
)
from orepass.credentials.actions.status import (
    RevokedForGood,
    UnknownMessage,
    allot_status,
    record_message,
    record_status,
    record_superseded,
    record_terms_checked,
    set_credential_status,
    tell_credential_status,
)
from orepass.credentials.actions.witnesses import (
    BadWitness,
    name_witnesses,
    take_witness_proof,
)

__all__ = [
    "AnotherIssuer",
    "BadContext",
    "BadWitness",
    "ContextThere",
    "IdentityEnded",
    "IdentityExists",
    "NoReaderKey",
    "NotTheHolder",
    "OpenedCard",
    "PathTooLong",
    "RevokedForGood",
    "SdJwtCard",
    "SealedCard",
    "UnknownKeyKind",
    "UnknownMessage",
    "UnknownRole",
    "allot_status",
    "bring_context",
    "create_identity",
    "create_key",
    "deactivate_identity",
    "ensure_own_identity",
    "issue_sd_jwt",
    "make_agreement_key",
    "name_witnesses",
    "open_evidence",
    "present_sd_jwt",
    "record_message",
    "record_status",
    "record_superseded",
    "record_terms_checked",
    "retire_key",
    "rotate_identity",
    "set_credential_status",
    "share_evidence",
    "take_witness_proof",
    "tell_credential_status",
    "wait_for_identity",
]
