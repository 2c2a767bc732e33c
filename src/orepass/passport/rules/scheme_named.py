"""Which scheme a conformity credential refers to, and for which one an endorsement of its assessor says it was given.

UNTP 0.7.0 names the scheme (``referenceScheme``), its profile, and the standards and criteria of each assessment;
0.6.1 calls the scheme ``scope``. What an accreditor admitted somebody for stands in the criteria and standards of the
credential that it signed, or in the ``registrationScope`` of an identity anchor out of a register of accreditations.
"""

from typing import Any, Final

import msgspec

from orepass.credentials.rules.structure import is_url
from orepass.passport.rules.trust_graph import assessments_of

Document = dict[str, Any]
STANDARDS: Final = "/standards/"


class SchemeNamed(msgspec.Struct, frozen=True):
    """What a conformity credential was assessed against, by identifiers; empty where it names none.

    Attributes:
        inside: the profile, the standards and the criteria, as parts of the scheme.
    """

    scheme: str = ""
    inside: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Say whether anything is named that an endorsement could be compared with."""
        return bool(self.scheme or self.inside)

    def covered_by(self, said: frozenset[str]) -> str:
        """Return the identifier by which an endorsement covers all of it; nothing where it does not.

        It names the scheme, or each profile, standard and criterion, and those lie inside the address of the scheme.
        One shared criterion covers nothing: whoever is accredited for cotton could write it into a certificate for
        copper, and no list tells which standard is part of which scheme of elsewhere.
        """
        if self.scheme in said:
            return self.scheme
        is_within = all(part in said and self._holds(part) for part in self.inside)
        return self.inside[0] if self.inside and is_within else ""

    def _holds(self, part: str) -> bool:
        """Say whether an address lies inside that of the scheme; where no scheme is named, nothing else is."""
        return not self.scheme or part.startswith((f"{self.scheme.removesuffix('/')}/", f"{self.scheme}#"))


class EditionNamed(msgspec.Struct, frozen=True):
    """An edition of this home by its address, and one standard of it where that is named."""

    ref: str
    standard: str = ""


def scheme_named(credential: Document) -> SchemeNamed:
    """Return what a conformity credential refers to."""
    subject = _dict(credential.get("credentialSubject"))
    scheme = _id(subject.get("referenceScheme")) or _id(subject.get("scope"))
    parts = [_id(subject.get("referenceProfile"))]
    for assessment in assessments_of(credential):
        parts += _ids(assessment.get("referenceStandard")) + _ids(assessment.get("assessmentCriteria"))
    return SchemeNamed(scheme, tuple(dict.fromkeys(part for part in parts if part)))


def given_for(endorsement: Document) -> frozenset[str]:
    """Return what an endorsement says by identifiers that it was given for; nothing where it says so in words only.

    An identifier counts in whichever form it stands, alone or in a list, as a text or as an object. One is a URI: words
    in its place, such as “copper mines”, are nobody's name of anything, and two that are alike may mean two things.
    """
    subject = _dict(endorsement.get("credentialSubject"))
    parts = [*_either(subject.get("registrationScope")), *_either(subject.get("referenceProfile"))]
    for assessment in assessments_of(endorsement):
        parts += _either(assessment.get("referenceStandard")) + _either(assessment.get("assessmentCriteria"))
    return frozenset(part for part in parts if is_url(part))


def edition_at(base: str, identifier: str) -> EditionNamed | None:
    """Read the address of an edition of this home, or of a standard in it; ``None`` for any other identifier.

    With or without the slash at its end; with any more of them it is another address.
    """
    if not identifier.startswith(f"{base}{STANDARDS}"):
        return None
    ref, slash, standard = identifier.removeprefix(f"{base}{STANDARDS}").removesuffix("/").partition("/")
    if slash and not all((ref, *standard.split("/"))):
        return None
    return EditionNamed(ref, standard)


def _either(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one if isinstance(one, str) else _id(one) for one in listed]


def _ids(value: object) -> list[str]:
    return [_id(one) for one in value] if isinstance(value, list) else [_id(value)]


def _id(value: object) -> str:
    found = _dict(value).get("id")
    return found if isinstance(found, str) else ""


def _dict(value: object) -> Document:
    return value if isinstance(value, dict) else {}
