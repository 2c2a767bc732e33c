"""Evidence: by digest, limited in size and type, pictures without their metadata."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from orepass.kernel.refusal import NotFound
from orepass.platform import files
from orepass.platform.access import Actor, Role
from orepass.platform.files import EvidenceTooLarge, EvidenceType, path_of, read_evidence, store_evidence
from orepass.platform.models import EvidenceFile

pytestmark = pytest.mark.django_db

MINE = Actor(pseudonym="per-A", organisation="org-MINE", roles=frozenset({Role.OPERATOR}))
OTHER = Actor(pseudonym="per-B", organisation="org-OTHER", roles=frozenset({Role.OPERATOR}))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))


def store(content: bytes, media_type: str, name: str = "file") -> str:
    return store_evidence(MINE, name=name, media_type=media_type, content_base64=base64.b64encode(content).decode()).id


def picture_with_place() -> bytes:
    picture = Image.new("RGB", (40, 30), "brown")
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_loses_its_metadata_and_keeps_its_size() -> None:
    content = picture_with_place()
    assert b"SECRETPHONE" in content
    kept = path_of(store(content, "image/jpeg")).read_bytes()
    assert b"SECRETPHONE" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 30)
        assert not picture.getexif()


def test_the_same_file_twice_is_one_file() -> None:
    assert store(b"%PDF-1.7 policy", "application/pdf") == store(b"%PDF-1.7 policy", "application/pdf")
    assert EvidenceFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<script>", "text/html"),
        (b"MZ\x90", "application/pdf"),
        (b"not a picture", "image/png"),
        (b"", "text/plain"),
        (b"PK\x03\x04", "application/zip"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image/png"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(content: bytes, media_type: str) -> None:
    with pytest.raises(EvidenceType):
        store(content, media_type)
    assert EvidenceFile.objects.count() == 0


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_MAX", 10)
    with pytest.raises(EvidenceTooLarge):
        store(b"%PDF-1.7 policy", "application/pdf")
    assert EvidenceFile.objects.count() == 0


def test_a_picture_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PIXELS_MAX", 100)
    with pytest.raises(EvidenceTooLarge):
        store(picture_with_place(), "image/jpeg")


def test_a_path_in_the_name_stays_outside() -> None:
    sha256 = store(b"%PDF-1.7 x", "application/pdf", name="..\\..\\/etc/passwd.pdf")
    assert "/" not in EvidenceFile.objects.get(sha256=sha256).name
    assert ".." not in EvidenceFile.objects.get(sha256=sha256).name


def test_evidence_of_another_party_does_not_exist() -> None:
    sha256 = store(b"%PDF-1.7 x", "application/pdf")
    with pytest.raises(NotFound):
        read_evidence(OTHER, sha256)
    assert read_evidence(MINE, sha256)[1] == b"%PDF-1.7 x"


def test_file_that_two_parties_store_is_each_ones_own_under_its_own_name() -> None:
    content = base64.b64encode(b"%PDF-1.7 policy").decode()
    mine = store_evidence(MINE, name="mine.pdf", media_type="application/pdf", content_base64=content)
    told = store_evidence(OTHER, name="other.txt", media_type="text/plain", content_base64=content)
    assert (told.id, told.name, told.media_type) == (mine.id, "other.txt", "text/plain")
    for actor, name in ((MINE, "mine.pdf"), (OTHER, "other.txt")):
        card, kept = read_evidence(actor, mine.id)
        assert (card.name, kept) == (name, b"%PDF-1.7 policy")
        assert [card.name for card in files.evidence_of(actor.organisation, limit=5)] == [name]
        assert files.is_stored_by(actor.organisation, mine.id)
    again = store_evidence(MINE, name="again.pdf", media_type="application/pdf", content_base64=content)
    assert again == mine
    assert [path.name for path in path_of(mine.id).parent.iterdir()] == [mine.id]


def test_persons_who_act_for_no_organisation_store_for_themselves() -> None:
    content = base64.b64encode(b"%PDF-1.7 policy").decode()
    for name in ("per-X", "per-Y"):
        person = Actor(pseudonym=name, organisation="", roles=frozenset({Role.OPERATOR}))
        card = store_evidence(person, name=f"{name}.pdf", media_type="application/pdf", content_base64=content)
        assert card.name == f"{name}.pdf"
    assert EvidenceFile.objects.count() == 2


def test_case_reads_what_one_of_its_parties_stored_and_nothing_of_others() -> None:
    digest = store(b"%PDF-1.7 policy", "application/pdf", "mine.pdf")
    assert files.read_evidence_of(["org-X", "org-MINE"], digest)[0].name == "mine.pdf"
    for parties in ([], ["org-X"], [""]):
        with pytest.raises(NotFound):
            files.read_evidence_of(parties, digest)
    person = Actor(pseudonym="per-X", organisation="", roles=frozenset({Role.OPERATOR}))
    content = base64.b64encode(b"%PDF-1.7 policy").decode()
    store_evidence(person, name="person.pdf", media_type="application/pdf", content_base64=content)
    assert files.read_evidence_of(["org-X"], digest)[0].name == "person.pdf"
    assert files.read_evidence_of(["org-MINE"], digest)[0].name == "mine.pdf"


def test_steward_reads_a_file_as_the_party_named_it_that_it_asks_for() -> None:
    steward = Actor(pseudonym="per-S", organisation="org-HOME", roles=frozenset({Role.STEWARD}))
    digest = store(b"%PDF-1.7 policy", "application/pdf", "mine.pdf")
    content = base64.b64encode(b"%PDF-1.7 policy").decode()
    store_evidence(OTHER, name="other.pdf", media_type="application/pdf", content_base64=content)
    assert read_evidence(steward, digest, of="org-OTHER")[0].name == "other.pdf"
    store_evidence(steward, name="own.pdf", media_type="application/pdf", content_base64=content)
    assert read_evidence(steward, digest)[0].name == "own.pdf"
