"""Selective disclosure, written: hide what a holder may later show one by one, and show some of it (RFC 9901 §5, §6).

What a verifier needs to judge the token at all (who issued it, of what kind, how long, whose status, to which key) is
never hidden. The order of digests tells nothing; decoys hide how many there are.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from orepass.credentials.rules import jose
from orepass.credentials.rules.keys import base64url
from orepass.credentials.rules.sd_jwt import (
    ELEMENT,
    SD,
    SD_ALG,
    SEPARATOR,
    Disclosed,
    SdJwt,
    algorithm_of,
    digest_of,
    disclose,
    parse_sd_jwt,
)
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical, parse_object
from orepass.kernel.signer import Signer
from orepass.kernel.text import marked as _

TYPE: Final = "vc+sd-jwt"
KEY_BINDING: Final = "kb+jwt"
ALGORITHM: Final = "sha-256"
ALWAYS_SHOWN: Final = frozenset(
    {"@context", "type", "issuer", "credentialStatus", "credentialSchema", "validFrom", "validUntil"}
) | frozenset({"iss", "nbf", "exp", "cnf", "vct", "status"})
DECOYS_MAX: Final = 100

Salt = Callable[[], str]
"""Make a salt that nobody can guess: 128 random bits in base64url."""


def issue(
    claims: Document,
    hidden: Sequence[str],
    signer: Signer,
    *,
    salt: Salt,
    holder: dict[str, str] | None = None,
    decoys: int = 0,
) -> str:
    """Sign claims with some of them hidden, named by JSON pointers; ``holder`` is the key that alone may show it.

    Raises:
        BadDocument: a pointer that leads nowhere or to what has to be shown, or claims with names of the format.
    """
    payload: Document = parse_object(canonical(claims))
    _refuse_reserved(payload)
    disclosures = [_hide(payload, pointer, salt) for pointer in sorted(set(hidden), key=_inner_first)]
    payload |= {SD_ALG: ALGORITHM} | ({"cnf": {"jwk": holder}} if holder else {})
    extra = [digest_of(salt(), ALGORITHM) for _number in range(min(max(0, decoys), DECOYS_MAX))]
    if extra:
        payload[SD] = sorted([*payload.get(SD, []), *extra])
    header = {"alg": signer.algorithm, "kid": signer.key_id, "typ": TYPE}
    return SEPARATOR.join([jose.compact(header, payload, signer), *disclosures, ""])


def present(
    text: str,
    shown: Iterable[str],
    *,
    holder: Signer | None = None,
    audience: str = "",
    nonce: str = "",
    at: datetime | None = None,
) -> str:
    """Keep the disclosures that lead to some pointers, and let the holder sign for one reader and one occasion.

    Raises:
        BadDocument: a pointer to nothing that was disclosed, or a token that cannot be taken at its word.
    """
    found = parse_sd_jwt(text)
    whole = disclose(found)
    kept = {disclosure.text for pointer in shown for disclosure in _leading_to(whole, pointer)}
    chosen = tuple(one for one in found.disclosures if one in kept)
    bare = SdJwt(found.token, found.compact, chosen)
    if holder is None or at is None:
        return bare.text
    said = {
        "aud": audience,
        "iat": int(at.astimezone(UTC).timestamp()),
        "nonce": nonce,
        "sd_hash": digest_of(bare.presented, algorithm_of(found.token.payload)),
    }
    return bare.text + jose.compact({"alg": holder.algorithm, "typ": KEY_BINDING}, said, holder)


def bound_to(text: str) -> object:
    """Return the key a token is bound to, as it names it; ``None`` where it names none.

    Raises:
        BadDocument: a token that cannot be taken at its word.
    """
    confirmed = parse_sd_jwt(text).token.payload.get("cnf")
    return confirmed.get("jwk") if isinstance(confirmed, dict) else None


def places(text: str) -> list[str]:
    """Return the JSON pointers of everything that can be shown or kept back.

    Raises:
        BadDocument: it cannot be taken at its word.
    """
    return sorted(disclose(parse_sd_jwt(text)).places)


def _leading_to(whole: Disclosed, pointer: str) -> list[Any]:
    """Return the disclosure at a pointer, and those that it stands within; not those within it."""
    if pointer not in whole.places:
        raise BadDocument(where=pointer[:80], reason=_("nothing that can be shown stands at that place"))
    return [one for place, one in whole.places.items() if f"{pointer}/".startswith(f"{place}/")]


def _hide(payload: Document, pointer: str, salt: Salt) -> str:
    """Replace the value at a pointer by its digest; return its disclosure."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")]
    if len(steps) < 2 or steps[0] or steps[1] in ALWAYS_SHOWN:  # noqa: PLR2004 - "/name"
        raise BadDocument(where=pointer[:80], reason=_("what stands at that place is never hidden"))
    parent: Any = payload
    for step in steps[1:-1]:
        parent = _step(parent, step, pointer)
    last = steps[-1]
    value = _step(parent, last, pointer)
    if isinstance(parent, list):
        text = base64url(canonical([salt(), value]))
        parent[int(last)] = {ELEMENT: digest_of(text, ALGORITHM)}
        return text
    text = base64url(canonical([salt(), last, value]))
    del parent[last]
    parent[SD] = sorted([*parent.get(SD, []), digest_of(text, ALGORITHM)])
    return text


def _step(parent: Any, step: str, pointer: str) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(parent, dict) and step in parent and step != SD:
        return parent[step]
    if isinstance(parent, list) and step.isascii() and step.isdigit() and int(step) < len(parent):
        return parent[int(step)]
    raise BadDocument(where=pointer[:80], reason=_("nothing stands at that place"))


def _inner_first(pointer: str) -> tuple[int, str]:
    return -pointer.count("/"), pointer


def _refuse_reserved(payload: Document) -> None:
    waiting: list[Any] = [payload]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if one.keys() & {SD, ELEMENT, SD_ALG}:
                raise BadDocument(reason=_("a claim has a name that the format keeps for itself"))
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
