import pytest

from orepass.assurance.rules.profile import SiteFacts, completed
from orepass.scheme.rules.outcome import Profile

PIT = SiteFacts(activities=("extraction",), minerals=("cobalt",), size="asm", country="CD")
PLANT = SiteFacts(activities=("processing", "extraction"), minerals=("copper",), size="large", country="CD")
UNTOLD = SiteFacts(activities=(), minerals=(), size="", country="")


def test_what_the_client_leaves_open_comes_from_the_sites() -> None:
    profile = completed(Profile(stage="mine"), [PIT, PLANT])
    assert profile == Profile(
        stage="mine", activities=("extraction", "processing"), minerals=("cobalt", "copper"), country="CD"
    )


def test_one_site_of_one_size_gives_its_size() -> None:
    assert completed(Profile(), [PIT]).size == "asm"


def test_the_words_of_the_client_are_never_overruled() -> None:
    said = Profile(activities=(), minerals=("gold",), size="small", country="RW")
    assert completed(said, [PIT]) == said


@pytest.mark.parametrize("sites", [[], [UNTOLD], [PIT, UNTOLD]])
def test_what_one_site_does_not_say_stays_unknown(sites: list[SiteFacts]) -> None:
    assert completed(Profile(), sites) == Profile()
