"""How long a certificate lasts: the scheme's table by record and risk, or its cycle."""

from datetime import date

import msgspec

from orepass.assurance.models import Application, Audit, Certificate, Nonconformity
from orepass.assurance.queries.evaluation import standard_of
from orepass.assurance.rules.planning import FINAL_STAGE, PlanBasis
from orepass.assurance.rules.record import record_word, risk_word
from orepass.assurance.rules.terms import Grade, Terms
from orepass.scheme.rules.licence import term

INITIAL = "initial"


def licence_terms(row: Application, terms: Terms, on: date) -> Terms:
    """Return the terms with the months that the scheme's table gives this client on a day; without a table, as is."""
    rules = standard_of(row).rules
    if not rules.under("licence.months"):
        return terms
    months = term(rules, record=_record(row, on), risk=_risk(row, on))
    return msgspec.structs.replace(terms, cycle_months=months)


def _record(row: Application, on: date) -> str:
    earlier = Certificate.objects.filter(
        client=row.client_id, standard=row.standard, valid_from__lt=on, decided_at__date__lt=on
    ).order_by("-valid_from")
    last = earlier.exclude(application=row).first()
    since = last.valid_from if last else date.min
    found = Nonconformity.objects.filter(
        application__client=row.client_id,
        application__standard=row.standard,
        raised_at__date__gte=since,
        raised_at__date__lte=on,
    )
    grades = {Grade(grade) for grade in found.values_list("grade", flat=True)}
    repeated = found.filter(repeated=True).exists()
    return record_word(certified_before=last is not None, grades=grades, repeated=repeated)


def _risk(row: Application, on: date) -> str:
    visits = Audit.objects.filter(application=row, kind=INITIAL, stage=FINAL_STAGE, planned_at__date__lte=on)
    last = visits.order_by("planned_at", "pk").last()
    return risk_word(msgspec.convert(last.basis, PlanBasis).risk if last else None)
