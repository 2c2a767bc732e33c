"""Bundles of credentials that are related to further resources: named rightly, wrongly, strangely, or not at hand."""

import base64
import hashlib
import json
from typing import Any

from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.bundle import File, Held
from orepass.credentials.rules.keys import base64url, multibase_digest
from orepass.kernel.digest import digest_bytes
from tests.rules.credentials.bundle_parts import (
    AT,
    EDWARDS,
    FALSE,
    REFUSED,
    SIGNER,
    STRANGER,
    TRUE,
    Row,
    anchors,
    bundle,
    changed,
    credential,
    proof,
    written,
)

BEFORE = "https://mine.example/credentials/crd-0"
FIRST = credential(id=BEFORE, name="The version before")
TOKEN = jose.sign(FIRST, SIGNER)
DOCUMENT = json.dumps(data_integrity.add_proof(FIRST, EDWARDS, created=AT))
NOT_SIGNED_ALIKE = jose.sign(FIRST, STRANGER)


def multibase(text: str) -> str:
    """The digest of the bytes of a text, as a link carries it."""
    return multibase_digest(digest_bytes(text.encode()))


def in_base64url(text: str) -> str:
    """The same digest in the other spelling."""
    return "u" + base64url(b"\x12\x20" + hashlib.sha256(text.encode()).digest())


def integrity(text: str, name: str = "sha384") -> str:
    """The digest as a web page has it."""
    return f"{name}-{base64.b64encode(hashlib.new(name, text.encode()).digest()).decode()}"


def related(*resources: Any, held: str = TOKEN, more: tuple[Held, ...] = (), whole: Any = None) -> str:
    """A bundle whose credential names resources, with one of them in it."""
    content = credential(relatedResource=list(resources) if whole is None else whole)
    rest = (Held(held, proof(FIRST)), *more) if held else more
    return written(bundle(content=content, rest=rest))


SEALED = "https://mine.example/api/v1/sealed/0"
FILE = '{"ciphertext":"é \u2028"}'


def with_file(*files: File, text: str = FILE, held: str = TOKEN) -> str:
    """A bundle whose credential names the version before and a file, which the bundle holds."""
    resources = [named(), named(SEALED, digestMultibase=multibase(text))]
    return written(bundle(content=credential(relatedResource=resources), rest=(Held(held),), files=files))


def files_of(text: str, files: Any) -> str:
    """A bundle with something else in the place of its files."""
    return changed(text, lambda value: value.update(files=files))


def of_files() -> list[Row]:
    """What comes of files in a bundle: named, changed, left out as too large, or no files at all."""
    trusted, good = anchors(), with_file(File(SEALED, FILE))
    rows = {
        "file of its name": good,
        "version before and no file": with_file(),
        "file left out as too large": with_file(File(SEALED)),
        "file of another name": with_file(File(f"{SEALED}1", FILE)),
        "file under the name of the version before": with_file(File(BEFORE, "another"), File(SEALED, FILE)),
        "file that nobody named": with_file(File(SEALED, FILE), File("urn:x:other", "nothing")),
        "files that are none": files_of(good, []),
    }
    shapes: tuple[Any, ...] = (
        *("x", 5, {}, None, ["x"], [[]], [{}], [{"text": FILE}], [{"url": ""}], [{"url": 5}]),
        *([{"url": SEALED, "text": 5}], [{"url": SEALED}, {"url": SEALED, "text": FILE}], [{"url": "urn:x"}] * 65),
    )
    return [
        *(Row(name, TRUE, text, trusted) for name, text in rows.items()),
        Row("file that was changed", FALSE, with_file(File(SEALED, f"{FILE} ")), trusted, check="related"),
        *(Row(f"files in the shape {one!r:.60}", REFUSED, files_of(good, one), trusted) for one in shapes),
    ]


def many(count: int) -> str:
    """A bundle with so many resources, each as it was named."""
    tokens = [jose.sign(credential(id=f"{BEFORE}-{number}"), EDWARDS) for number in range(count)]
    resources = [named(f"{BEFORE}-{number}", digestMultibase=multibase(text)) for number, text in enumerate(tokens)]
    return related(*resources, held="", more=tuple(Held(text) for text in tokens))


def named(url: Any = BEFORE, **digests: Any) -> dict[str, Any]:
    """One related resource."""
    return {"id": url, "mediaType": "application/vc+jwt", **(digests or {"digestMultibase": multibase(TOKEN)})}


def of_related() -> list[Row]:
    """What comes of related resources."""
    trusted = anchors()
    good, other = multibase(TOKEN), multibase("other")
    elsewhere = named("https://x.example/r")
    agreeing = {
        "by multibase": named(),
        "by multibase in base64url": named(digestMultibase=in_base64url(TOKEN)),
        "by integrity metadata": named(digestSRI=integrity(TOKEN)),
        "by the weakest of integrity metadata": named(digestSRI=integrity(TOKEN, "sha256")),
        "by both": named(digestMultibase=good, digestSRI=integrity(TOKEN, "sha512")),
        "by the strongest metadata alone": named(digestSRI=f"{integrity('other')}\t{integrity(TOKEN, 'sha512')} "),
        "by one of two alike": named(digestSRI=f"{integrity('other')} {integrity(TOKEN)}"),
        "by the form that is known": named(digestMultibase="zQmShort", digestSRI=integrity(TOKEN)),
    }
    differing = {
        "by multibase": named(digestMultibase=other),
        "by multibase in base64url": named(digestMultibase=in_base64url("other")),
        "by integrity metadata": named(digestSRI=integrity("other")),
        "by one of both": named(digestMultibase=good, digestSRI=integrity("other")),
        "by the strongest metadata": named(digestSRI=f"{integrity(TOKEN)} {integrity('other', 'sha512')}"),
        "by its content, not its token": named(
            digestMultibase=multibase_digest(digest_bytes(TOKEN.split(".")[1].encode()))
        ),
    }
    strange = ("zQmShort", "zQm" + "0" * 44, good.upper(), f"{good}\n", "mEiBxyz", "z8V" + "1" * 44, good[:-1])
    words = (
        "sha1-xyz",
        integrity(TOKEN)[:-1],
        integrity(TOKEN) + "?ct=x",
        integrity(TOKEN).upper(),
        "\n",
        "\x0b" + integrity(TOKEN),
    )
    shapes: tuple[Any, ...] = (
        *("x", 5, True, [[]], [None], [5], {}, [{}]),
        *([{"id": BEFORE}], [{"digestMultibase": good}], [named(5)], [named("no address")], [named(""), named()]),
        *(
            [named(digestMultibase="")],
            [named(digestMultibase=5)],
            [named(digestSRI=[integrity(TOKEN)])],
            [named(digestMultibase=good, digestSRI="")],
        ),
        *([named(), named()], [named() | {"mediaType": 5}], [named() | {"mediaType": ""}], [[named()]]),
    )
    return [
        *(Row(f"related {name}", TRUE, related(one), trusted) for name, one in agreeing.items()),
        *(
            Row(f"related otherwise {name}", FALSE, related(one), trusted, check="related")
            for name, one in differing.items()
        ),
        *(
            Row(f"related in a strange form {text!r}", TRUE, related(named(digestMultibase=text)), trusted)
            for text in strange
        ),
        *(Row(f"related in strange words {text!r}", TRUE, related(named(digestSRI=text)), trusted) for text in words),
        *(Row(f"related in the shape {one!r:.80}", FALSE, related(whole=one), trusted) for one in shapes),
        Row("related to one thing, in no list", TRUE, related(whole=named()), trusted),
        Row("related to nothing", TRUE, related(), trusted),
        Row("related to what is not at hand", TRUE, related(elsewhere), trusted),
        Row("related to what is not at hand, and to what is", TRUE, related(elsewhere, named()), trusted),
        Row(
            "related to what differs behind what is not at hand",
            FALSE,
            related(elsewhere, named(digestMultibase=other)),
            trusted,
        ),
        Row("related to a token of other bytes", FALSE, related(named(), held=NOT_SIGNED_ALIKE), trusted),
        Row(
            "related to one of two of a name",
            TRUE,
            related(named(), held=NOT_SIGNED_ALIKE, more=(Held(TOKEN),)),
            trusted,
        ),
        Row("related to a document", TRUE, related(named(digestMultibase=multibase(DOCUMENT)), held=DOCUMENT), trusted),
        Row(
            "related to a document of another spelling",
            FALSE,
            related(named(digestMultibase=multibase(DOCUMENT)), held=f" {DOCUMENT}"),
            trusted,
        ),
        Row(
            "related to the credential itself",
            TRUE,
            related(named("https://mine.example/credentials/crd-1"), held=""),
            trusted,
        ),
        Row("related to too much", TRUE, related(*(named(f"urn:x:{n}") for n in range(25))), trusted),
        Row(
            "related to twenty and to what differs",
            TRUE,
            related(*(named(f"urn:x:{n}") for n in range(20)), named(digestMultibase=other)),
            trusted,
        ),
        Row("related to more than anyone needs", TRUE, many(21), trusted),
        Row("related to as much as anyone needs", TRUE, many(20), trusted),
        *of_files(),
    ]
