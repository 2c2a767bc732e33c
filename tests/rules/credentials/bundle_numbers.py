"""Bundles whose issuers name themselves by numbers of other registers, of which some were ended."""

import json
from typing import Any

from orepass.credentials.rules.anchors import TrustedIssuer
from tests.rules.credentials.bundle_ended import KEYS
from tests.rules.credentials.bundle_parts import (
    FALSE,
    HOST,
    OPEN,
    REFUSED,
    TRUE,
    Row,
    anchors,
    bundle,
    changed,
    credential,
    nobody,
    written,
)

LEI, OTHER = "https://register.example/lei/1", "https://register.example/lei/2"


def naming(*named: Any, whole: Any = None) -> str:
    """A bundle whose issuer names itself so."""
    known = [{"id": one} if isinstance(one, str) else one for one in named] if whole is None else whole
    return written(bundle(content=credential(issuer={"id": HOST, "name": "Mine", "issuerAlsoKnownAs": known})))


def relied(*ended: str) -> str:
    """A reader who knows that some numbers of the mine were ended."""
    return anchors({HOST: TrustedIssuer(KEYS, numbers_ended=frozenset(ended))})


def ended_as(numbers: Any) -> str:
    """Anchors that say so of the mine."""
    value = json.loads(anchors())
    value["issuers"][0]["numbers_ended"] = numbers
    return json.dumps(value)


def of_numbers() -> list[Row]:
    """What comes of numbers that were ended, and of names that are none."""
    forged = changed(naming(OTHER), lambda value: value["credentials"][0]["token"].__setitem__(2, "A" * 86))
    return [
        Row("number in force", TRUE, naming(LEI), relied(OTHER)),
        Row("number that was ended", OPEN, naming(LEI), relied(LEI), check="numbers"),
        Row("number that was ended, of two", OPEN, naming(OTHER, LEI), relied(LEI), check="numbers"),
        Row("two numbers that were ended", OPEN, naming(OTHER, LEI), relied(LEI, OTHER), check="numbers"),
        Row("number that was ended, named alone", OPEN, naming(whole={"id": LEI}), relied(LEI), check="numbers"),
        Row("number that was ended, and a wrong signature", FALSE, forged, relied(OTHER), check="proof"),
        Row("number of nobody known", OPEN, naming(LEI), nobody(), check="key_authorised"),
        Row("hundred names before the number", TRUE, naming(*(f"urn:x:{n}" for n in range(100)), LEI), relied(LEI)),
        Row("hundred times a name before the number", OPEN, naming(*(["urn:x:1"] * 100), LEI), relied(LEI)),
        *(
            Row(f"names in the shape {one!r}", TRUE, naming(whole=one), relied(LEI))
            for one in (LEI, 5, [LEI], [[{"id": LEI}]], [{"id": [LEI]}], [None], {}, {"id": None}, True)
        ),
        *(
            Row(f"numbers that were ended as {one!r}", REFUSED, naming(LEI), ended_as(one))
            for one in (LEI, {}, [5], [None], [[LEI]], None, 0)
        ),
        Row("no numbers that were ended", TRUE, naming(LEI), ended_as([])),
    ]
