"""What a passport rests on: the evidence that its claims link to (UNTP performance claims)."""

from typing import Any, Final

from orepass.credentials.rules.bundled import Link

LINKS_MAX: Final = 50


def evidence_links(credential: dict[str, Any]) -> list[Link]:
    """Return the credentials that the claims of a passport name as evidence."""
    subject = credential.get("credentialSubject")
    claims = subject.get("performanceClaim") if isinstance(subject, dict) else None
    found: list[dict[str, Any]] = []
    for claim in claims if isinstance(claims, list) else []:
        evidence = claim.get("evidence") if isinstance(claim, dict) else None
        found += [link for link in evidence if isinstance(link, dict)] if isinstance(evidence, list) else []
    return [Link(str(link.get("linkURL", "")), _digest(link)) for link in found[:LINKS_MAX]]


def _digest(link: dict[str, Any]) -> str | None:
    named = link.get("digestMultibase")
    return None if named is None else str(named)
