"""Names without a meaning are told with every place where they stand."""

from orepass.credentials.rules.terms import PLACES_MAX, meaningless_in


def places(document: dict[str, object], *names: str) -> list[tuple[str, object]]:
    return [(one.where, one.params["term"]) for one in meaningless_in(document, names)]


def test_each_place_is_named_by_its_path() -> None:
    document: dict[str, object] = {
        "@context": ["https://www.w3.org/ns/credentials/v2", {"grade": "urn:x:grade"}],
        "type": ["VerifiableCredential", "Assay"],
        "credentialSubject": [{"grade": "4.0"}, {"a/b": {"~": 5, "grade": None}}],
    }
    assert places(document, "grade", "Assay", "a/b", "~") == [
        ("/type/1", "Assay"),
        ("/credentialSubject/0/grade", "grade"),
        ("/credentialSubject/1/a~1b", "a/b"),
        ("/credentialSubject/1/a~1b/~0", "~"),
        ("/credentialSubject/1/a~1b/grade", "grade"),
    ]


def test_what_stands_nowhere_by_that_name_is_told_of_the_contexts() -> None:
    assert places({"x": 5}, "y") == [("/@context", "y")]
    assert places({"x": 5}) == []


def test_no_more_places_are_told_than_anybody_corrects_at_once() -> None:
    assert len(places({"x": [{"y": 1}] * (PLACES_MAX + 50)}, "y")) == PLACES_MAX
