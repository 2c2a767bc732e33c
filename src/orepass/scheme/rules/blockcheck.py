"""Compare the parameters of a pack with what the blocks may say (`blocks`), and with one another.

Clocks that cannot both be kept, levels that cannot be told apart, a sample that grows as the record gets better: each
is an error with the place of the parameter that has to move. What a standard overrides is compared as it will be used,
over the pack's own values.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from orepass.kernel.computed import InputRefused
from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import blocks
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.blocks import Known
from orepass.scheme.rules.exclusions import taken_away
from orepass.scheme.rules.parameters import CURRENCIES, Parameter, Rules
from orepass.scheme.rules.publication import MINIMUM, SUMMARY
from orepass.scheme.rules.sampling import sample

SHORTEST_MONTH: Final = 28
LONGEST_MONTH: Final = 31
"""Only what no calendar allows is called a contradiction."""
AREA_THRESHOLDS: Final = 4
TOP_SCORE: Final = 100
COUNTRY: Final = re.compile("[A-Z]{2}")


class Clash(NamedTuple):
    """Two parameters that cannot both hold; the first one is to be moved."""

    path: str
    other: str
    why: str
    suggestion: str


def dropped(pack: Rules, standard: Rules, place: Callable[[str], str]) -> Iterator[Finding]:
    """Say which exclusions of the pack a standard takes codes away from: it may add, never drop."""
    for fact in taken_away(pack, standard):
        path = f"exclusions.{fact}"
        yield f.PARAMETER_CONTRADICTION.at(
            place(path),
            path=path,
            value=standard.value(path),
            other=path,
            other_value=pack[path].value,
            why="what excludes everywhere would not exclude here",
            suggestion="Repeat all codes of rules.yaml, then add.",
        )


def single(path: str, found: Parameter, where: str) -> list[Finding]:
    """Compare one parameter with what is known about it."""
    if path.partition(".")[0] == blocks.OWN:
        return []
    known = blocks.known(path)
    if known is None:
        return [f.PARAMETER_UNKNOWN.at(where, path=path, suggestion=_nearest(path))]
    if found.unit not in known.units:
        return [f.PARAMETER_UNIT.at(where, unit=found.unit, path=path, expected=", ".join(known.units))]
    problem = _shape(known, found) or _words(known, found)
    if problem:
        return [f.PARAMETER_VALUE.at(where, path=path, value=found.value, suggestion=problem)]
    return _range(known, found, where)


def _nearest(path: str) -> str:
    block, parts = path.partition(".")[0], path.split(".")
    if block not in blocks.BLOCKS:
        return suggest(block, blocks.BLOCKS)
    same = [pattern.split(".") for pattern in blocks.KNOWN if pattern.startswith(f"{block}.")]
    filled = {
        ".".join(part if wanted == "*" else wanted for wanted, part in itertools.zip_longest(pattern, parts))
        for pattern in same
        if len(pattern) == len(parts) and _named(pattern, parts)
    }
    return suggest(path, filled or {".".join(pattern) for pattern in same})


def _named(pattern: list[str], parts: list[str]) -> bool:
    names = blocks.NAMES.get(".".join(pattern[:2]))
    return names is None or parts[1] in names


def _shape(known: Known, found: Parameter) -> str:
    """Say what is wrong with the kind of value: one word or number, a list of words, a map."""
    value = found.value
    if value is None:
        return "" if known.nothing else "Write a value; nothing would be no rule."
    if found.unit in {"list", "map"} or found.path.startswith(("custody.recovery.", "custody.grade.")):
        return _container(known, found)
    if found.unit in {"code", "text", "rule"}:
        fit = _is_day(value) if known.holds == "day" else _is_word(value)
        return "" if fit else "Write a day as 2026-01-31." if known.holds == "day" else "Write one word."
    if known.only is not None and value is not known.only:
        return f"Write {str(known.only).lower()}: nothing else is kept to, whatever a pack says."
    return "" if found.unit == "boolean" or _is_number(value) else "Write one number."


def _container(known: Known, found: Parameter) -> str:
    value = found.value
    if found.unit == "list":
        fit, of = LISTED.get(known.holds or "", (_is_word, "word"))
        return "" if value and all(fit(part) for part in value) else f"Write a list of at least one {of}."
    if found.unit != "map":
        return _low_and_high(value)
    if known.holds == "words":
        lists = [isinstance(words, list) and all(_is_word(word) for word in words) for words in value.values()]
        return "" if all(lists) else "Write a list of words for each entry."
    return "" if _numbers(value) else "Write a name and a number for each entry, at least one."


def _low_and_high(value: object) -> str:
    if not isinstance(value, dict) or set(value) != {"low", "high"} or not _numbers(value):
        return "Write {low: …, high: …}."
    return "" if _number(value["low"]) <= _number(value["high"]) else "Let low not be above high."


def _numbers(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(_is_number(part) for part in value.values())


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_country(value: object) -> bool:
    return isinstance(value, str) and COUNTRY.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    try:
        return not isinstance(value, bool | dict | list) and Fraction(str(value)) >= 0
    except (ValueError, ZeroDivisionError):
        return False


def _number(value: object) -> Fraction:
    return Fraction(str(value))


LISTED: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "numbers": (_is_number, "number"),
    "countries": (_is_country, "country of two capital letters"),
}
"""What the entries of a list are, where they are not words."""


def _words(known: Known, found: Parameter) -> str:
    if known.words == ("sample",):
        return _sampling_rule(found.value)
    words = found.value if found.unit == "list" else [found.value]
    wrong = [word for word in words if known.words and word not in known.words]
    return suggest(wrong[0], known.words) if wrong else ""


def _sampling_rule(name: str) -> str:
    """Ask the catalogue of rules whether it has a sampling rule of this name."""
    try:
        sample(rule=name, n=100)
    except InputRefused as refused:
        return f"Write the name of a sampling rule: {refused.params['problem']}."
    return ""


def _range(known: Known, found: Parameter, where: str) -> list[Finding]:
    if found.value is None or (known.least is None and known.most is None):
        return []
    number = _number(found.value)
    if (known.least is None or number >= known.least) and (known.most is None or number <= known.most):
        return []
    most = "any number" if known.most is None else known.most
    return [f.PARAMETER_RANGE.at(where, path=found.path, value=found.value, least=known.least, most=most)]


def together(rules: Rules, place: Callable[[str], str]) -> Iterator[Finding]:
    """Compare the parameters that hold together, each of them sound in itself."""
    checks = (
        _ordered,
        _grades,
        _extensions,
        _levels,
        _risks,
        _licence,
        _shares,
        _lists,
        _areas,
        _publication,
        _custody,
        _fees,
        _regions,
        _labels,
    )
    for clash in itertools.chain.from_iterable(check(rules) for check in checks):
        other = rules.parameters.get(clash.other)
        yield f.PARAMETER_CONTRADICTION.at(
            place(clash.path),
            path=clash.path,
            value=rules[clash.path].value,
            other=clash.other,
            other_value=other.value if other else "missing",
            why=clash.why,
            suggestion=clash.suggestion,
        )


NOT_ABOVE: Final = (
    ("lifecycle.surveillance_months", "lifecycle.cycle_months", "the certificate would end before anybody looks again"),
    (
        "lifecycle.provisional_months",
        "lifecycle.cycle_months",
        "the provisional certificate would outlast the full one",
    ),
    ("lifecycle.suspension_months", "lifecycle.cycle_months", "a suspension would outlast the certificate"),
    ("lifecycle.candidate_months", "lifecycle.candidate_max_months", "a candidate would stay longer than is allowed"),
    ("lifecycle.candidate_months", "lifecycle.cycle_months", "a candidate would stay longer than a certificate lasts"),
    ("sampling.surveillance_factor", "sampling.initial_factor", "the yearly sample would be larger than the first"),
    ("sampling.recertification_factor", "sampling.initial_factor", "a later sample would be larger than the first"),
    ("sampling.surveillance_factor", "sampling.recertification_factor", "a yearly visit would see more than a renewal"),
    ("audit_time.surveillance_factor", "audit_time.recertification_factor", "a yearly visit would outlast a renewal"),
    ("group.compliance_floor_members", "group.members_max", "no group could ever be large enough"),
    ("group.members_min", "group.members_max", "no group could ever have the right size"),
    ("group.outgrower_first_percent", "group.outgrower_second_percent", "the second year would ask for less"),
    ("group.external_sample_min_members", "group.members_max", "the sample would be larger than any group"),
    ("recognition.grace_months", "recognition.validity_months", "the grace would outlast the recognition"),
    ("verification.self.interval_months", "verification.second.interval_months", "others would look more often"),
    ("verification.second.interval_months", "verification.third.interval_months", "strangers would look more often"),
    ("custody.period_months", "custody.credit_life_months", "credits would die before their period is closed"),
)
"""Pairs in one unit of which the first is at most the second, and what would happen otherwise."""


def _ordered(rules: Rules) -> Iterator[Clash]:
    for path, other, why in NOT_ABOVE:
        low, high = _value(rules, path), _value(rules, other)
        if low is not None and high is not None and low > high:
            yield Clash(path, other, why, f"Write at most {rules[other].value}.")


def _value(rules: Rules, path: str) -> Fraction | None:
    found = rules.parameters.get(path)
    return None if found is None or found.value is None else found.share


def _days(rules: Rules, stem: str, month: int) -> tuple[str, Fraction] | None:
    """Return a clock's path and its length in days, whether it is written in days or in months."""
    days, months = _value(rules, f"{stem}_days"), _value(rules, f"{stem}_months")
    if months is not None:
        return f"{stem}_months", months * month + (days or 0)
    return (f"{stem}_days", days) if days is not None else None


def _longer(rules: Rules, one: str, two: str, why: str, suggestion: str) -> Iterator[Clash]:
    """Compare two clocks, in whichever unit each is written: the first is at most the second."""
    both_in_months = all(_value(rules, f"{stem}_months") is not None for stem in (one, two))
    short = _days(rules, one, LONGEST_MONTH if both_in_months else SHORTEST_MONTH)
    long = _days(rules, two, LONGEST_MONTH)
    if short and long and short[1] > long[1]:
        yield Clash(short[0], long[0], why, suggestion)


def _grades(rules: Rules) -> Iterator[Clash]:
    for grade in blocks.GRADES:
        one, two = f"nonconformity.{grade}.plan", f"nonconformity.{grade}.closure"
        yield from _longer(rules, one, two, "the plan would be due after the closing", "Let the plan come first.")
    for name in ("plan", "closure"):
        for graver, milder in itertools.pairwise(blocks.GRADES):
            one, two = f"nonconformity.{graver}.{name}", f"nonconformity.{milder}.{name}"
            why = f"{graver} is graver than {milder} and would have more time"
            yield from _longer(rules, one, two, why, f"Give {graver} at most the time of {milder}.")


def _extensions(rules: Rules) -> Iterator[Clash]:
    for grade in blocks.GRADES:
        why = "an extension would be longer than the clock that it extends"
        two = f"nonconformity.{grade}.closure"
        yield from _longer(rules, "nonconformity.extension", two, why, "Write a shorter extension.")


def _levels(rules: Rules) -> Iterator[Clash]:
    names = {path.split(".")[2] for path in rules.parameters if blocks.pattern_of(path) == "rating.levels.*.rank"}
    ranked = sorted(names, key=lambda name: rules.whole(f"rating.levels.{name}.rank"))
    for below, above in itertools.pairwise(ranked):
        rank, other = f"rating.levels.{above}.rank", f"rating.levels.{below}.rank"
        for key in ("gate_min", "floor", "threshold_percent", "musts_percent", "points_min"):
            path, under = f"rating.levels.{above}.{key}", f"rating.levels.{below}.{key}"
            if _asks(rules, below, key) > _asks(rules, above, key):
                why = f"“{above}” ranks above “{below}” and would ask for less"
                yield Clash(path if path in rules else rank, under, why, f"Let {key} rise with the rank.")
        if _demands(rules, below) == _demands(rules, above):
            why = "the two levels ask for the same, so nobody could ever hold the lower one"
            yield Clash(rank, other, why, "Ask for more at the higher level, or leave one of them out.")


def _asks(rules: Rules, level: str, key: str) -> Fraction:
    """Return how much a level asks in one respect; what it does not say, it does not ask."""
    path = f"rating.levels.{level}.{key}"
    if key in {"gate_min", "floor"}:
        word = rules.value(path, rules.value("rating.gate_min", "") if key == "gate_min" else "")
        return Fraction(("", *blocks.SCALE).index(word))
    return _value(rules, path) or Fraction(0)


def _demands(rules: Rules, level: str) -> dict[str, object]:
    """Return all that a level asks, as it is written."""
    own = {key: found.value for key, found in rules.under(f"rating.levels.{level}").items()}
    asked = {key: _asks(rules, level, key) for key in ("gate_min", "floor", "threshold_percent")}
    return {**{key: value for key, value in own.items() if key not in {"rank", "outcome"}}, **asked}


def _risks(rules: Rules) -> Iterator[Clash]:
    path = "sampling.risk_multiplier"
    steps = [_number(value) for value in rules.value(path, {}).values()]
    if any(below > above for below, above in itertools.pairwise(steps)) or any(step < 1 for step in steps):
        yield Clash(path, "sampling.rule", "more risk would mean fewer visits", "Begin with 1 and let the steps rise.")


def _licence(rules: Rules) -> Iterator[Clash]:
    written = sorted(path for path in rules.parameters if path.startswith("licence."))
    lists = [path for path in ("licence.records", "licence.risks") if path not in written]
    if lists:
        why = "without both lists nobody knows which record or risk is better"
        yield from (Clash(path, lists[0], why, f"Add {lists[0]}.") for path in written[:1])
        return
    records, risks = rules["licence.records"].value, rules["licence.risks"].value
    for record, risk in itertools.product(records, risks):
        if f"licence.months.{record}.{risk}" not in rules:
            path = f"licence.months.{record}.{risk}"
            yield Clash("licence.records", path, "the pair has no duration", f"Add {path}.")
    for path in (path for path in written if path.startswith("licence.months.")):
        record, risk = path.split(".")[2:]
        if record not in records or risk not in risks:
            why = "the lists do not name this pair"
            yield Clash(path, "licence.records", why, "Use the words of licence.records and licence.risks.")
        elif (_value(rules, path) or 0) > (_value(rules, "lifecycle.cycle_months") or Fraction(120)):
            yield Clash(path, "lifecycle.cycle_months", "it would outlast the longest certificate", "Write less.")
    yield from _fair(rules, records, risks)


def _fair(rules: Rules, records: list[str], risks: list[str]) -> Iterator[Clash]:
    """A better record never means a shorter licence, more risk never a longer one."""
    pairs = [((one, risk), (two, risk)) for one, two in itertools.pairwise(records) for risk in risks]
    pairs += [((record, one), (record, two)) for record in records for one, two in itertools.pairwise(risks)]
    for better, worse in pairs:
        path, other = (f"licence.months.{record}.{risk}" for record, risk in (worse, better))
        long, short = _value(rules, path), _value(rules, other)
        if long is not None and short is not None and long > short:
            yield Clash(path, other, "the worse record or the higher risk would last longer", "Write at most as much.")


def _shares(rules: Rules) -> Iterator[Clash]:
    parts = ("audit_time.remote_share_max_percent", "audit_time.on_site_min_percent")
    remote, there = (_value(rules, path) for path in parts)
    if remote is not None and there is not None and remote + there > 1:
        yield Clash(
            parts[0], parts[1], "together they are more than the whole audit", "Let them add up to 100 at most."
        )
    warning = _value(rules, "group.warning_days")
    suspension = _value(rules, "group.member_suspension_months")
    if warning is not None and suspension is not None and warning > suspension * LONGEST_MONTH:
        why = "the warning would last longer than the suspension that follows it"
        yield Clash("group.warning_days", "group.member_suspension_months", why, "Write fewer days.")


def _lists(rules: Rules) -> Iterator[Clash]:
    stop, mend = "diligence.stop_at_once", "diligence.mend_or_stop"
    both = sorted(set(rules.value(stop, [])) & set(rules.value(mend, [])))
    if both:
        yield Clash(mend, stop, f"{both[0]} would be both mended and stopped", "Keep each risk in one list.")
    grants, alone = "verification.grants", "evidence.self_assessment_alone_grants"
    if "self" in rules.value(grants, []) and rules.value(alone, default=True) is False:
        yield Clash(grants, alone, "a self-assessment would both grant and not grant", "Take “self” out.")


def _areas(rules: Rules) -> Iterator[Clash]:
    """The four thresholds of an area: two scores that rise to 100 at most, two counts that rise from one on."""
    path = "diligence.area_thresholds"
    numbers = [_number(part) for part in rules.value(path, [])]
    if numbers and len(numbers) != AREA_THRESHOLDS:
        yield Clash(path, path, "four numbers are needed", "Write [40, 70, 1, 5].")
    elif numbers and not (numbers[0] <= numbers[1] <= TOP_SCORE and 1 <= numbers[2] <= numbers[3]):
        why = "an area would be high-risk before it is watched, or never"
        yield Clash(path, path, why, "Let the scores rise to 100 at most, and the incidents from one on.")


def _publication(rules: Rules) -> Iterator[Clash]:
    """Whatever a report always says, it says by default; a list that is left out is the default of the house."""
    least, usual = "publication.minimum", "publication.default"
    named = [path for path in (usual, least) if path in rules]
    held = rules.value(usual, SUMMARY)
    missing = [part for part in rules.value(least, MINIMUM) if named and part not in held]
    if missing:
        other = least if named[0] == usual else usual
        why = f"“{missing[0]}” is always public and would be missing from the default"
        yield Clash(named[0], other, why, f"Add {missing[0]} to {usual}.")


def _custody(rules: Rules) -> Iterator[Clash]:
    allowed, order = "custody.models_allowed", "custody.downgrade_order"
    models = rules.value(allowed, [])
    missing = [model for model in models if order in rules and model not in rules[order].value]
    if missing and models:
        yield Clash(allowed, order, f"“{missing[0]}” has no place in the order", f"Add {missing[0]} to {order}.")
    said = rules.value(order, [])
    lattice = [model for model in blocks.MODELS if model in said]
    if said != lattice:
        why = "a claim goes sideways or down, and this order would let it go up"
        yield Clash(order, order, why, f"Write {', '.join(lattice)}.")
    for model in blocks.MODELS:
        if models and f"claims.{model}" in rules and model not in models:
            why = "claims are made for a model that is not allowed"
            yield Clash(f"claims.{model}", allowed, why, f"Allow {model}, or leave its claims out.")


def _fees(rules: Rules) -> Iterator[Clash]:
    for fee in dict.fromkeys(path.partition(".")[0] for path in rules.under("fees")):
        least, most = f"fees.{fee}.minimum", f"fees.{fee}.maximum"
        low, high = _value(rules, least), _value(rules, most)
        if low is not None and high is not None and low > high:
            yield Clash(least, most, "the least fee would be above the highest", f"Write at most {rules[most].value}.")
    for name in dict.fromkeys(path.partition(".")[0] for path in rules.under("fees.waiver")):
        begins, ends = f"fees.waiver.{name}.first_on", f"fees.waiver.{name}.last_on"
        if begins in rules and ends in rules and rules[begins].value > rules[ends].value:
            yield Clash(ends, begins, "the programme would end before it begins", "Write a later day.")
    for line in rules.value("fees.buyer_lines", []):
        if not rules.under(f"fees.{line}"):
            why = f"a buyer’s quote would have a line “{line}” that nothing is said of"
            yield Clash("fees.buyer_lines", f"fees.{line}", why, f"Add fees.{line}, or leave the line out.")
        elif line == "premium" and not any(path in rules for path in blocks.PREMIUM_RATES):
            why = "a buyer’s quote would have a premium at nobody’s rate"
            yield Clash("fees.buyer_lines", blocks.PREMIUM_RATES[0], why, f"Write {' or '.join(blocks.PREMIUM_RATES)}.")
    yield from _currencies(rules)


def _regions(rules: Rules) -> Iterator[Clash]:
    for name in dict.fromkeys(path.partition(".")[0] for path in rules.under("regions")):
        day, countries = f"regions.{name}.open_from", f"regions.{name}.countries"
        if countries not in rules:
            yield Clash(day, countries, "nobody would know who may come on that day", f"Add {countries}.")


def _labels(rules: Rules) -> Iterator[Clash]:
    for name in dict.fromkeys(path.partition(".")[0] for path in rules.under("claims.labels")):
        text, first, before = (f"claims.labels.{name}.{key}" for key in ("text", "from", "before"))
        if text not in rules:
            yield Clash(first if first in rules else before, text, "the label would say nothing", f"Add {text}.")
        if first in rules and before in rules and rules[first].value >= rules[before].value:
            yield Clash(before, first, "the label would end before it begins", "Write a later day.")


def _currencies(rules: Rules) -> Iterator[Clash]:
    """One schedule has one currency: sums of two would be no sums."""
    currency = rules.value("fees.currency", "")
    for path in (f"fees.{path}" for path in rules.under("fees")):
        unit = rules[path].unit
        if currency and unit in CURRENCIES and unit != currency:
            why = f"one schedule cannot add {unit} and {currency}"
            yield Clash(path, "fees.currency", why, f"Write the amount in {currency}.")
