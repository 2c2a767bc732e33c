"""Is there any mine or plant known near the place a lot is said to begin at?

Kilometres to the nearest site of the published lists that are imported into the register (large mines, smelters and
refineries; artisanal sites). Asked once, by the first lot of a site that somebody declared with coordinates; a site
that is itself published exists, and where nothing is published nothing is asked. The lists miss many places: a finding
asks for proof that the site exists and says nothing more.
"""

from collections.abc import Iterator
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.computed import OWN_CHOICE, Computed, not_below_zero, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

UNKNOWN_PLACE = FindingKind(
    "custody.plausibility.facility_unknown",
    Severity.WARNING,
    _("No mine or plant is published within {limit} km of {site}; the nearest is {km} km away."),
    what_to_do=_("Check the coordinates of the site, and show a licence, a photo or a visit that proves it exists."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look how far the nearest published site is, for every new place of origin."""
    if case.event.happening is not Happening.BEGINS:
        return
    places = {place.site: place for portion in case.event.begun if (place := case.place_of(portion))}
    for site, place in sorted(places.items()):
        if not place.declared or place.nearest_km is None or site in case.history.begun_at:
            continue
        if place.nearest_km > case.limits.facility_km:
            yield UNKNOWN_PLACE.at(
                case.event.where, site=place.name or site, km=round(place.nearest_km), limit=case.limits.facility_km
            )


@rule("facility-near", parameters={"limit_km": "custody.facility_km"})
def facility_near(*, nearest_km: Fraction | None = None, limit_km: Fraction = Fraction(25)) -> Computed[str]:
    """Whether a place lies near a published mine or plant: ok, query, or unknown where none is published."""
    not_below_zero(nearest_km=nearest_km, limit_km=limit_km)
    if nearest_km is None:
        silent = said(_("Nothing is published to compare with."))
        return Computed(value="unknown", unit="code", explanation=(silent,), sources=(OWN_CHOICE,))
    value = "query" if nearest_km > limit_km else "ok"
    words = said(
        _("The nearest is {km} km away; {limit} km are allowed."),
        km=f"{float(nearest_km):g}",
        limit=f"{float(limit_km):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(OWN_CHOICE,))
