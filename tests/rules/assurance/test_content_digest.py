"""A certificate's statement and each of its changes have one digest; whatever changes in them changes it."""

from datetime import date

import msgspec

from orepass.assurance.rules.content import CertificateContent, step_digest

CONTENT = CertificateContent(
    certificate="crt-1",
    client="org-1",
    provider="org-2",
    kind="full",
    pack="cera-4in1@2026.1",
    pack_digest="a" * 64,
    standard="CPS",
    level="certified",
    claim_class="certified",
    scope="Hand mining",
    sites=("sit-1",),
    valid_from=date(2026, 1, 1),
    valid_before=date(2029, 1, 1),
    annex_digest="",
    inputs_digest="b" * 64,
)


def test_the_digest_follows_the_statement() -> None:
    assert CONTENT.digest == msgspec.structs.replace(CONTENT).digest
    assert CONTENT.digest != msgspec.structs.replace(CONTENT, valid_before=date(2030, 1, 1)).digest


def test_the_digest_of_a_change_does_not_depend_on_the_order_of_its_sites() -> None:
    made = {"on": date(2026, 2, 1), "grounds": "misuse"}
    both = [step_digest("crt-1", "certificate.reduce", sites=sites, **made) for sites in (["a", "b"], ["b", "a"])]
    assert both[0] == both[1]
    assert both[0] != step_digest("crt-1", "certificate.reduce", sites=["a"], **made)
