"""Who has how much of a lot: small ledgers, a movement a line, and what stands in them afterwards."""

import pytest

from orepass.custody.rules.stock import HERE, HandedOver, Stock, Took

WORDS = {"depart": "departing", "arrive": "arriving", "accept": "accepting"}


def who(name: str) -> str:
    """A capital is somebody registered, ``-`` is nobody named, everything else a party elsewhere."""
    return "" if name == "-" else f"org-{name}" if name.isupper() else name


def played(table: str) -> tuple[Stock, Took]:
    """Play lines such as ``begin M 100``, ``send M S 60`` or ``use S``; without a mass it is all there is."""
    stock, took = Stock(), Took(there=True, mass_mg=0)
    for line in filter(None, (line.strip() for line in table.splitlines())):
        move, *names = line.split()
        mass = int(names.pop()) if names[-1].isdigit() else None
        hands = [who(name) for name in names]
        if move == "begin":
            stock.begin(hands[0], mass)
        elif move == "use":
            took = stock.leave(hands[0], mass)
        else:
            told = HandedOver(hands[0], hands[1], WORDS.get(move, ""), mass)
            took = stock.send(told) if move in {"send", "depart"} else stock.receive(told)
    return stock, took


LEDGERS = {
    "sent, received and used": ("begin M 100\n send M S 60\n receive M S 60\n use S 60", "M 40, S 0", ""),
    "sent twice": ("begin M 100\n send M S 60\n send M T 60", "M 0, S 60, T 40", "missing 20"),
    "sent, and used by the sender too": ("begin M 100\n send M S 60\n use M 50", "M 0, S 60", "missing 10"),
    "shipped and departed": ("begin M 100\n send M S 60\n depart M S 60", "M 40, S 60", ""),
    "departed first, and more of it": ("begin M 100\n depart M S 60\n send M S 70", "M 30, S 70", ""),
    "a whole lot shipped and departed": ("begin M 100\n send M S\n depart M S", "M 0, S 100", ""),
    "arrived, received and accepted": (
        "begin M 100\n send M S 60\n arrive M S 60\n receive M S 60\n accept M S",
        "M 40, S 60",
        "",
    ),
    "used before it arrives": ("begin M 100\n send M S 60\n use S 60\n receive M S", "M 40, S 0", "apart S"),
    "received and never sent": ("begin M 100\n receive M S 60", "M 100, S 0", "apart S"),
    "received and never sent, and used": ("begin M 100\n receive M S 60\n use S 60", "M 100, S 0", ""),
    "more of it used than came": ("begin M 100\n receive M S 60\n use S 70", "M 100, S 0", "missing 10"),
    "all of it used": ("begin M 100\n receive M S 60\n use S", "M 100, S 0", ""),
    "unweighed and never sent": ("begin M 100\n receive M S\n use S 5000", "M 100, S 0", "apart S"),
    "some sent, more received": ("begin M 100\n send M S 60\n receive M S 90", "M 40, S 60", "apart S"),
    "some sent, more received and used": (
        "begin M 100\n send M S 60\n receive M S 90\n use S 95",
        "M 40, S 0",
        "missing 5",
    ),
    "all that came used, with what stands apart": (
        "begin M 100\n send M S 60\n receive M S 90\n use S",
        "M 40, S 0",
        "apart S",
    ),
    "what came is used, what stands apart is not": (
        "begin M 100\n send M S 60\n receive M S 90\n use S 60",
        "M 40, S 0",
        "apart S",
    ),
    "scales err": ("begin M 1000\n send M S 600\n receive M S 606", "M 400, S 600", ""),
    "sent on of what was never sent": ("begin M 100\n receive M S 60\n send S T 60", "M 100, T 0", "apart T"),
    "received of what was never sent on": (
        "begin M 100\n receive M S 60\n send S T 60\n receive S T 60",
        "M 100, T 0",
        "apart T",
    ),
    "used by somebody who has nothing": ("begin M 100\n use S 60", "M 100, S 0", ""),
    "sent by somebody who has nothing": ("begin M 100\n send S T 60", "M 100, T 0", "apart T"),
    "sent to nobody named, then to somebody": ("begin M 100\n send M - 60\n send M S 100", "M 0, S 100", ""),
    "sent to nobody named, and received": ("begin M 100\n send M - 60\n receive M S 60", "M 40, S 60", ""),
    "sent, and it came back": ("begin M 100\n send M S 60\n receive S M 60", "M 100, S 0", ""),
    "from one place to another of the same hands": ("begin M 100\n receive M M 60", "M 100", ""),
    "taken over from somebody elsewhere": ("begin mine 100\n receive mine S 60", "S 60", ""),
    "taken over from nobody": ("begin - 100\n receive M S 60", "S 60", ""),
    "believed to come from somebody elsewhere who has it not": ("begin M 100\n receive mine S 60", "M 100", "apart S"),
    "on its way to somebody elsewhere": ("begin M 100\n send M mine\n receive M S 60", "M 0, S 0", "apart S"),
    "received without naming a giver": ("begin M 100\n receive - S 60", "M 100, S 0", "apart S"),
    "on its way, and received without naming a giver": ("begin M 100\n send M S 60\n receive - S 60", "M 40, S 60", ""),
    "used elsewhere": ("begin mine 100\n use S 60", "mine 40", ""),
    "used up": ("begin M 100\n use M 100\n use S 5", "M 0", "missing 5"),
    "told before it begins": ("send M S 60\n receive M S 60\n use S 60\n begin M 100", "M 100, S 0", "apart S"),
    "weighed by whoever sends it": ("begin M\n send M S 60\n receive M S 60", "M 0, S 60", ""),
    "weighed by whoever receives it": ("begin M\n send M S\n receive M S 60\n use S 70", "M 0, S 0", "missing 10"),
    "begun by two": ("begin M 100\n begin S 50\n use S 50\n use S 1", "M 100, S 0", ""),
}


@pytest.mark.parametrize(("table", "has", "beside"), LEDGERS.values(), ids=list(LEDGERS))
def test_what_each_has_of_a_lot(table: str, has: str, beside: str) -> None:
    stock, _took = played(table)
    expected = {who(name): int(mass) for name, mass in (part.split() for part in has.split(", "))}
    assert {name: stock.has(name) for name in expected} == expected
    apart = [f"apart {name.removeprefix('org-')}" for name, there in stock.apart.items() if there != 0]
    assert ", ".join(([f"missing {stock.missing}"] if stock.missing else []) + apart) == beside


@pytest.mark.parametrize(
    ("table", "there", "mass"),
    [
        ("begin M 100\n use M", True, 100),
        ("begin M 100\n send M S 60\n use M", True, 40),
        ("begin M\n use M 60", True, 60),
        ("begin M\n use M", True, None),
        ("begin M\n begin S 5\n use -", True, None),
        ("begin M\n begin - 5\n use M 60", True, 60),
        ("begin M 100\n send M S 60\n receive M S 90\n use S", True, 60),
        ("begin M 100\n receive M S 60", False, 0),
        ("begin M 100\n use S 60", False, 0),
        ("use S 60", True, None),
    ],
)
def test_how_much_a_movement_took_of_what_was_there(table: str, there: bool, mass: int | None) -> None:
    assert played(table)[1] == Took(there=there, mass_mg=mass)


@pytest.mark.parametrize(
    ("table", "giver", "taker", "comes"),
    [
        ("", "M", "S", True),
        ("begin M 100", "M", "S", False),
        ("begin M 100", "-", "S", False),
        ("begin M 100", "M", "M", True),
        ("begin mine 100", "mine", "S", True),
        ("begin M 100\n send M S 60", "M", "S", True),
        ("begin M 100\n send M S 60", "M", "T", False),
        ("begin M 100\n send M - 60", "M", "T", True),
        ("begin M 100\n send M S 60\n receive M S 60", "M", "S", True),
    ],
)
def test_what_somebody_may_be_given(table: str, giver: str, taker: str, comes: bool) -> None:
    assert played(table)[0].comes(HandedOver(who(giver), who(taker))) is comes


@pytest.mark.parametrize(
    ("table", "name", "is_with", "others"),
    [
        ("", "S", True, False),
        ("begin M 100", "M", True, False),
        ("begin M 100", "S", False, True),
        ("begin M 100", "-", True, False),
        ("begin mine 100", "S", True, True),
        ("begin M 100\n send M S 60", "S", True, True),
        ("begin M 100\n send M S 60\n use M", "S", True, False),
        ("begin M 100\n send M - 60", "M", True, False),
    ],
)
def test_whose_a_lot_is(table: str, name: str, is_with: bool, others: bool) -> None:
    stock, _ = played(table)
    assert (stock.is_with(who(name)), stock.others_have(who(name))) == (is_with, others)


def test_what_is_tried_on_a_copy_changes_nothing() -> None:
    stock, _ = played("begin M 100\n send M S 60\n receive M S 50")
    then = stock.copy()
    then.receive(HandedOver("org-M", "org-S", "", 10))
    then.leave("org-M", None)
    assert (stock.has("org-M"), stock.has("org-S"), stock.parts[("org-S", "org-M")]) == (40, 60, 10)
    assert then.parts == {("org-S", HERE): 60}
