"""The topics that our credentials name are concepts of the UNTP vocabulary of conformity topics, by its own labels."""

import json
import os
from pathlib import Path

import pytest

from orepass.passport.rules.attestation import COMPLIANCE, ORIGIN, TOPICS, TRACEABILITY, label_of
from orepass.passport.untp.v0_7_0 import framing

UNTP = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "untp"
VOCABULARY = UNTP / "0.7.0-wip-2026-04-03" / "vocabularies" / "untp-topics" / "untp-topics.jsonld"
SAMPLE = UNTP / "0.7.0" / "samples" / "dcc" / "ConformityCredential_instance.json"
PREFIX = "topics:"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not VOCABULARY.is_file(), reason="no reference material: set OREPASS_REFERENCE"),
]


def published() -> dict[str, str]:
    """Return the label of every concept, by the last part of its address."""
    graph = json.loads(VOCABULARY.read_text(encoding="utf-8"))["@graph"]
    concepts = [one for one in graph if one["@type"] == "skos:Concept"]
    return {one["@id"].removeprefix(PREFIX): one["prefLabel"] for one in concepts}


@pytest.mark.parametrize("topic", sorted({*TOPICS.values(), COMPLIANCE, ORIGIN, TRACEABILITY}))
def test_each_topic_is_a_concept_under_its_own_label(topic: str) -> None:
    assert published().get(topic) == label_of(topic)


def test_topics_have_the_address_that_the_release_gives_them() -> None:
    """The vocabulary of a month before the release says conformity-topics; the samples of the release decide."""
    assert f'"{framing.TOPICS}greenhouse-gas-emissions"' in SAMPLE.read_text(encoding="utf-8")
