"""The credential of a certificate links to the evidence behind it that was sealed for somebody, and to no other."""

import base64
import json

import msgspec
import pytest

from orepass.credentials import queries as credentials
from orepass.credentials.actions import create_identity, make_agreement_key, share_evidence
from orepass.credentials.rules.bundle import write_bundle
from orepass.passport import bundling, checking, queries
from orepass.passport.actions.certificates import SHARED_MAX
from orepass.passport.queries import CredentialCard
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain, results
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reader(chain: Chain) -> None:
    did = create_identity(STEWARD, path="reader", organisation="org-READER", name="Reader", at=chain.at).id
    make_agreement_key(STEWARD, did=did, role="buyer", at=chain.at)


def share(chain: Chain, actor: Actor, evidence: str) -> dict[str, str]:
    return share_evidence(actor, evidence=evidence, organisation="org-READER", role="buyer", at=chain.at).link


def store(chain: Chain, actor: Actor, content: bytes) -> str:
    text = base64.b64encode(content).decode()
    return store_evidence(actor, name="x.pdf", media_type="application/pdf", content_base64=text, at=chain.at).id


def issued(chain: Chain) -> CredentialCard:
    card = chain.credential()
    place_queued()
    return card


def sealed_in(card: CredentialCard) -> list[dict[str, str]]:
    listed = queries.document(card.id).get("relatedResource", [])
    return [one for one in listed if "/sealed/" in one["id"]]


def test_what_its_client_sealed_of_the_evidence_behind_it_is_linked_with_its_digest(chain: Chain) -> None:
    first = issued(chain)
    assert sealed_in(first) == []
    link = share(chain, chain.operator, chain.world.evidence)
    second = issued(chain)
    assert (second.version, sealed_in(second)) == (first.version + 1, [link])
    found = checking.check_own(second.id, at=chain.at)
    assert (results(found)["related"], results(found)["schema"], found.verified) == ("passed", "passed", True)
    assert issued(chain).id == second.id
    alone = bundling.check_bundle(
        bundling.bundle_of(second.id, at=chain.at), anchors=bundling.own_anchors(), at=chain.at
    )
    assert (results(alone)["related"], alone.verified) == ("passed", True)


def test_bundle_brings_small_sealed_files_and_says_that_larger_ones_were_left_out(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [share(chain, chain.operator, chain.world.evidence) for _time in range(3)]
    card = issued(chain)
    sealed = {one["id"]: credentials.sealed_at_url(one["id"]) or b"" for one in links}
    monkeypatch.setattr(bundling, "FILES_MAX", sum(map(len, sealed.values())) - 1)
    made = bundling.bundle_of(card.id, at=chain.at)
    brought = {one.url: one.text.encode() for one in made.files}
    assert set(brought) == set(sealed)
    assert sorted(brought.values()) == sorted([b"", *[sealed[url] for url, text in brought.items() if text]])
    assert "org-READER" not in json.dumps(write_bundle(made))
    told = {one.name: one for one in bundling.check_bundle(made, anchors=bundling.own_anchors(), at=chain.at).checks}
    assert (told["related"].result, "as too large" in told["related"].reason) == ("not_checked", True)
    spoilt = [msgspec.structs.replace(one, text=f"{one.text} ") if one.text else one for one in made.files]
    changed = bundling.check_bundle(
        msgspec.structs.replace(made, files=tuple(spoilt)), anchors=bundling.own_anchors(), at=chain.at
    )
    assert (results(changed)["related"], changed.verified) == ("failed", False)


def test_nothing_else_is_linked(chain: Chain) -> None:
    first = issued(chain)
    uncited = store(chain, chain.operator, b"%PDF-1.7 not cited")
    share(chain, chain.operator, uncited)
    stranger = Actor("per-X", "org-ELSEWHERE", frozenset({Role.OPERATOR}))
    assert store(chain, stranger, b"%PDF-1.7 register") == chain.world.evidence
    share(chain, stranger, chain.world.evidence)
    assert issued(chain).id == first.id


def test_as_many_are_linked_as_are_compared_and_the_newest(chain: Chain) -> None:
    issued(chain)
    links = [share(chain, chain.operator, chain.world.evidence) for _time in range(SHARED_MAX + 2)]
    card = issued(chain)
    assert len(sealed_in(card)) == SHARED_MAX
    assert {one["id"] for one in sealed_in(card)} <= {one["id"] for one in links}
    assert results(checking.check_own(card.id, at=chain.at))["related"] == "passed"


def test_link_tells_nobody_for_whom_it_was_sealed(chain: Chain) -> None:
    link = share(chain, chain.operator, chain.world.evidence)
    card = issued(chain)
    assert "org-READER" not in str(queries.document(card.id))
    assert credentials.sealed_at_url(link["id"]) is not None
    assert credentials.sealed_at_url(link["id"][:-1]) is None
