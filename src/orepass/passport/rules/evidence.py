"""What a passport rests on: the evidence that its claims link to (UNTP performance claims)."""

from typing import Any, Final

from orepass.credentials.rules.bundled import Link

LINKS_MAX: Final = 50


def evidence_links(credential: dict[str, Any]) -> list[Link]:
    """Return the credentials that the claims of a passport name as evidence."""
    subject = credential.get("credentialSubject")
    claims = subject.get("performanceClaim") if isinstance(subject, dict) else None
    found: list[Link] = []
    for claim in claims if isinstance(claims, list) else []:
        evidence = claim.get("evidence") if isinstance(claim, dict) else None
        found += [link for one in evidence if (link := link_of(one))] if isinstance(evidence, list) else []
    return found[:LINKS_MAX]


def link_of(value: object) -> Link | None:
    """Read a link of UNTP: its address, and its digest where it names one; ``None`` where there is no link."""
    if not isinstance(value, dict):
        return None
    named = value.get("digestMultibase")
    return Link(str(value.get("linkURL", "")), None if named is None else str(named))
