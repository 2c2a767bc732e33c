"""What becomes a leaf of the public log, and why nobody learns from its digest what is not theirs to know.

A digest hides nothing that can be guessed. Whoever adds a kind of leaf says here why its content is public anyway, or
what in it nobody can guess.
"""

import ast

from tests.architecture.source import called, modules

PUBLIC = "public"
BOUND = "bound"
LEAVES = {
    "assurance.{action_name}": (PUBLIC, "the register shows the change of status, its day and its grounds"),
    "assurance.certificate.issue": (PUBLIC, "the register shows what a certificate says"),
    "assurance.certificate.transfer": (PUBLIC, "the register shows who watches over a certificate"),
    "assurance.report.choose": (PUBLIC, "the page of the report shows which parts are public, and why others are not"),
    "credentials.identity.deactivate": (PUBLIC, "the DID's own document says so"),
    "credentials.identity.history": (PUBLIC, "the history is served at did.jsonl"),
    "credentials.key.create": (PUBLIC, "the key stands in the DID document"),
    "credentials.key.retire": (PUBLIC, "the DID document shows since when a key signs no more"),
    "credentials.sd_jwt.issue": (BOUND, "the digest is of the signed token, which only the signer can make"),
    "credentials.status.set": (PUBLIC, "the status list is served"),
    "custody.period.close": (BOUND, "the statement names account, events and entries by identifiers of 65 random bits"),
    "groups.register.commit": (BOUND, "a salt of 128 bits, new for each commitment, that the group keeps"),
    "COMMIT": (BOUND, "an alias of 128 random bits for each member, new for each list"),
    "DRAW": (BOUND, "the members drawn under the aliases of their list"),
    "recognition.agreement.decide": (PUBLIC, "the page of recognised schemes shows decision, days and conditions"),
    "recognition.agreement.{verb}": (PUBLIC, "the same page shows its state"),
    "passport.credential.issue": (BOUND, "the document names its places in the status lists, drawn at random"),
    "passport.{row.kind}.issue": (PUBLIC, "the document itself is served"),
    "passport.trust.declare": (PUBLIC, "the home's list of whom it trusts is served"),
    "passport.trust.end": (PUBLIC, "the same list"),
    "scheme.edition.announce": (PUBLIC, "the announcement has a page"),
    "scheme.edition.publish": (PUBLIC, "the edition has a page"),
}


def kinds() -> set[str]:
    found = set()
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.Call) and called(node) == "queue_leaf":
                (kind,) = (keyword.value for keyword in node.keywords if keyword.arg == "kind")
                found.add(ast.unparse(kind).removeprefix("f").strip("'"))
    return found


def test_every_kind_of_leaf_says_why_its_digest_tells_nothing_new() -> None:
    assert sorted(kinds()) == sorted(LEAVES)


def test_what_is_promised_to_be_on_the_log_is_there() -> None:
    promised = {
        "certificates": "assurance.certificate.issue",
        "status changes": "credentials.status.set",
        "editions": "scheme.edition.publish",
        "commitments to lists of members": "groups.register.commit",
        "lists to draw from": "COMMIT",
        "draws": "DRAW",
        "versions of passports": "passport.{row.kind}.issue",
    }
    assert set(promised.values()) <= kinds()
