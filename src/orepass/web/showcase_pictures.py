"""Sample pictures for the component page, drawn from plainly invented values."""

from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from orepass.web.pictures.account import AccountCurve, Point, account_curve
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.percentages import Claimed, Percentages, Reading, percentages_picture
from orepass.web.pictures.route import Stop, Way, route_map
from orepass.web.pictures.svg import Picture

KG = 10**6
TONNE = 10**9


def sample_account(today: date) -> Picture | None:
    """Return an account's curve."""
    steps = ((-170, 0), (-160, 4_000), (-120, 9_500), (-100, 6_200), (-70, 11_000), (-40, 2_300), (-10, 5_750))
    whats = {-100: "expiry"}
    points = tuple(Point(today + timedelta(days=at), kg * KG, whats.get(at, "")) for at, kg in steps)
    return account_curve(
        AccountCurve(
            title=_("The account never went below zero; 5,750 kg of certified cobalt may still be delivered"),
            source=_("Balance account of the smelter, demonstration values"),
            points=points,
            ahead=(Point(today + timedelta(days=25), 3_250 * KG, "expiry"),),
            period_ends=(today - timedelta(days=90), today),
            floor_mg=-1_200 * KG,
            closes_by=today + timedelta(days=15),
            until=today,
            table_href="#lots",
        )
    )


def sample_overdrawn(today: date) -> Picture | None:
    """Return an account that went below zero."""
    steps = ((-90, 800), (-60, -350), (-20, 120))
    return account_curve(
        AccountCurve(
            title=_("The account went below zero: 350 kg were missing at the lowest"),
            source=_("Balance account of a trader, demonstration values"),
            points=tuple(Point(today + timedelta(days=at), kg * KG) for at, kg in steps),
            until=today,
            table_href="#lots",
        )
    )


def sample_percentages(today: date) -> Picture | None:
    """Return the share that may be claimed month by month, with claims below and above it, and a month without one."""
    shares = ((-150, 40), (-120, 52), (-90, None), (-60, 61), (-30, 58))
    return percentages_picture(
        Percentages(
            title=_("One claim of 75 % was above the 61 % that was allowed"),
            source=_("Account of the smelter by rolling percentage, demonstration values"),
            readings=tuple(
                Reading(today + timedelta(days=at), None if share is None else Fraction(share, 100))
                for at, share in shares
            ),
            claims=(
                Claimed(today - timedelta(days=110), Fraction(1, 2)),
                Claimed(today - timedelta(days=45), Fraction(3, 4)),
                Claimed(today - timedelta(days=12), Fraction(58, 100)),
            ),
            until=today,
            table_href="#lots",
        )
    )


def sample_flow(today: date) -> Picture:
    """Return a flow from two origins to a battery lot."""
    columns = tuple(f"{today - timedelta(days=at):%Y-%m-%d}" for at in (200, 150, 90, 20))
    return flow_diagram(
        Flow(
            title=_("Three quarters of the cobalt in this lot came from certified sites"),
            source=_("Events of the chain, demonstration values"),
            columns=columns,
            lots=(
                FlowLot(id="a", label=_("Deep Mine, DR Congo"), column=0),
                FlowLot(id="b", label=_("Kabolela cooperative, DR Congo"), column=0),
                FlowLot(id="c", label=_("Origin not declared"), column=0),
                FlowLot(id="d", label="LOT-D hydroxide", column=1, loss_mg=220 * TONNE),
                FlowLot(id="e", label="LOT-E", column=1),
                FlowLot(id="f", label="LOT-F sulphate", column=2, loss_mg=40 * TONNE),
                FlowLot(id="g", label="LOT-G battery", column=3),
            ),
            bands=(
                FlowBand(source="a", target="d", mass_mg=800 * TONNE, certified_mg=800 * TONNE),
                FlowBand(source="b", target="d", mass_mg=120 * TONNE, certified_mg=90 * TONNE),
                FlowBand(source="c", target="e", mass_mg=200 * TONNE, certified_mg=0),
                FlowBand(source="d", target="f", mass_mg=700 * TONNE, certified_mg=690 * TONNE),
                FlowBand(source="e", target="f", mass_mg=200 * TONNE, certified_mg=0),
                FlowBand(source="f", target="g", mass_mg=860 * TONNE, certified_mg=640 * TONNE),
            ),
            table_href="#lots",
        )
    )


def sample_route() -> str:
    """Return the map of a route, with stops of every certainty and two that lie close together."""
    stops = (
        Stop(1, -10.7, 25.4, "verified"),
        Stop(2, -11.7, 27.5, "declared"),
        Stop(3, -12.5, 27.9, "expired"),
        Stop(4, -33.9, 18.4, "declared"),
    )
    ways = (Way(1, 2), Way(2, 3), Way(3, 4))
    return route_map(stops, ways, label=_("3 ways between 4 sites"), look="light-narrow")
