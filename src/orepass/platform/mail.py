"""Letters: sent after the commit; a mail server that is down never undoes what was done."""

from smtplib import SMTPException

import structlog
from django.core.mail import send_mail

log = structlog.get_logger("orepass.mail")


def post(subject: str, body: str, addresses: list[str]) -> bool:
    """Send one letter to each address; say whether it went out."""
    try:
        send_mail(subject, body, None, addresses)
    except (OSError, SMTPException) as error:
        log.warning("mail not sent", subject=subject, reason=type(error).__name__)
        return False
    return True
