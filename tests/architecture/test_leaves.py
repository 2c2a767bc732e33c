"""What becomes a leaf of the public log, and why nobody learns from its digest what is not theirs to know.

A digest hides nothing that can be guessed. Whoever adds a kind of leaf says here why its content is public anyway, or
what in it nobody can guess; and what its subject is, for that stands on the log in plain words: an identifier that this
home gave, a DID, the first digest of a history, or the name of an edition. Never a text that somebody chose.
"""

import ast

from tests.architecture.source import called, modules

PUBLIC = "public"
BOUND = "bound"
ROW = "the key of a row, minted here"
NAME = "the name of a credential, minted here"
DID = "a DID of this home"
SCID = "the digest that a history begins with"
EDITION = "the name of an edition"
WRITTEN = {
    ROW: {"row.pk", "made.pk", "key.id", "certificate.pk", "content.certificate", "row.about"},
    NAME: {"name"},
    DID: {"leaf_subject(identity)"},
    SCID: {"identity.scid"},
    EDITION: {"edition.ref", "card.ref"},
}
"""How each kind of subject is written in the source."""

MINTED_UNDER_NAME = {
    "credentials/actions/status.py": "leaf_name(entry)",
    "passport/actions/documents.py": "mint('crd')",
}
"""Where a subject is called ``name``, that name is one of these."""

LEAVES = {
    "assurance.{action_name}": (PUBLIC, ROW, "the register shows the change of status, its day and its grounds"),
    "assurance.certificate.issue": (PUBLIC, ROW, "the register shows what a certificate says"),
    "assurance.certificate.transfer": (PUBLIC, ROW, "the register shows who watches over a certificate"),
    "assurance.report.choose": (
        PUBLIC,
        ROW,
        "the page of the report shows which parts are public, and why others are not",
    ),
    "credentials.identity.deactivate": (PUBLIC, DID, "the DID's own document says so"),
    "credentials.identity.history": (PUBLIC, SCID, "the history is served at did.jsonl"),
    "credentials.key.create": (PUBLIC, ROW, "the key stands in the DID document"),
    "credentials.key.retire": (PUBLIC, ROW, "the DID document shows since when a key signs no more"),
    "credentials.sd_jwt.issue": (BOUND, DID, "the digest is of the signed token, which only the signer can make"),
    "credentials.status.set": (PUBLIC, NAME, "the status list is served"),
    "custody.period.close": (
        BOUND,
        ROW,
        "the statement names account, events and entries by identifiers of 65 random bits",
    ),
    "groups.register.commit": (BOUND, ROW, "a salt of 128 bits, new for each commitment, that the group keeps"),
    "COMMIT": (BOUND, ROW, "an alias of 128 random bits for each member, new for each list"),
    "DRAW": (BOUND, ROW, "the members drawn under the aliases of their list"),
    "recognition.agreement.decide": (PUBLIC, ROW, "the page of recognised schemes shows decision, days and conditions"),
    "recognition.agreement.{verb}": (PUBLIC, ROW, "the same page shows its state"),
    "passport.credential.issue": (BOUND, NAME, "the document names its places in the status lists, drawn at random"),
    "passport.{row.kind}.issue": (PUBLIC, ROW, "the document itself is served"),
    "passport.trust.declare": (PUBLIC, ROW, "the home's list of whom it trusts is served"),
    "passport.trust.end": (PUBLIC, ROW, "the same list"),
    "scheme.edition.announce": (PUBLIC, EDITION, "the announcement has a page"),
    "scheme.edition.publish": (PUBLIC, EDITION, "the edition has a page"),
}


def leaves() -> list[tuple[str, str, str]]:
    """Return place, kind and subject of every leaf that is queued, as the source writes them."""
    found = []
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.Call) and called(node) == "queue_leaf":
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                found.append((module.place, given["kind"].removeprefix("f").strip("'"), given["subject"]))
    return found


def kinds() -> set[str]:
    return {kind for _place, kind, _subject in leaves()}


def test_every_kind_of_leaf_says_why_its_digest_tells_nothing_new() -> None:
    assert sorted(kinds()) == sorted(LEAVES)


def test_the_subject_of_every_leaf_is_of_the_kind_that_is_said_here() -> None:
    strange = [(place, kind, subject) for place, kind, subject in leaves() if subject not in WRITTEN[LEAVES[kind][1]]]
    assert strange == []


def test_a_subject_that_is_called_a_name_was_minted_here() -> None:
    assert {place for place, _kind, subject in leaves() if subject == "name"} == set(MINTED_UNDER_NAME)
    given = {
        (module.place, ast.unparse(node.value))
        for module in modules()
        if module.place in MINTED_UNDER_NAME
        for node in module.nodes
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["name"]
    }
    assert given == set(MINTED_UNDER_NAME.items())


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
