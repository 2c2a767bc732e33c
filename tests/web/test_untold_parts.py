"""A passport tells apart what came from nobody knows where, and what nobody told of at all."""

from fractions import Fraction

import msgspec

from orepass.passport.paper.product import _origin as on_paper
from orepass.passport.rules.content import untold
from orepass.web.flows import place_of

BEYOND = untold(Fraction(1, 2), 500)
UNKNOWN = msgspec.structs.replace(BEYOND, claim_class="unknown")


def test_what_is_beyond_all_that_went_in_says_so_and_an_unknown_input_that_it_is_unknown() -> None:
    said = "beyond what went in: nobody told what it is"
    assert place_of(BEYOND) == on_paper(BEYOND)["place"] == said
    assert place_of(UNKNOWN) == on_paper(UNKNOWN)["place"] == "origin not declared"
    assert place_of(msgspec.structs.replace(UNKNOWN, site_name="Pit")) == "Pit"
