"""Write recognition: agreements between schemes, certificates of other schemes, and what is claimed from them."""

from orepass.inclusion.recognition.actions.agreement import (
    assess_agreement,
    consult_on_agreement,
    decide_agreement,
    renew_agreement,
    request_agreement,
    restore_agreement,
    suspend_agreement,
)
from orepass.inclusion.recognition.actions.certificate import check_certificate, present_certificate
from orepass.inclusion.recognition.actions.credit import claim_credit

__all__ = [
    "assess_agreement",
    "check_certificate",
    "claim_credit",
    "consult_on_agreement",
    "decide_agreement",
    "present_certificate",
    "renew_agreement",
    "request_agreement",
    "restore_agreement",
    "suspend_agreement",
]
