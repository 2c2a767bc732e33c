"""Words for the public report of an audit: its parts, what each shows, and why one is kept back."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def report_part(code: str) -> str:
    """Say a part of a report."""
    table = {
        "scope": _("What was judged"),
        "dates": _("Dates"),
        "provider": _("Who judged"),
        "sampling": _("What was visited"),
        "outcome": _("Outcome"),
        "level": _("Level reached"),
        "scores_by_dimension": _("Scores by dimension"),
        "scores_by_subject": _("Scores by subject"),
        "core_results": _("Core requirements"),
        "nonconformities": _("Nonconformities"),
        "requirement_results": _("Every requirement"),
        "plan": _("Improvement plans"),
        "indicators": _("Indicators"),
    }
    return opened(table, code)


def report_part_shows(code: str) -> str:
    """Say what a part shows and what it does not."""
    table = {
        "scope": _("Standard, edition, unit and sites."),
        "dates": _("Day of the decision and period of the certificate."),
        "provider": _("The assurance provider, no person."),
        "sampling": _("Each visit with its days, its part on site and its sites; members are counted, not named."),
        "outcome": _("What came of the evaluation, and which certificate followed."),
        "level": _("The level of the scheme."),
        "scores_by_dimension": _("Environment, society and governance in per cent."),
        "scores_by_subject": _("Each subject in per cent."),
        "core_results": _("Each core requirement: how far it is met, and whether it holds."),
        "nonconformities": _("Grade, subject, state and days; not the words of the auditor."),
        "requirement_results": _("How far each requirement is met; no remark and no evidence."),
        "plan": _("Subject and days of each plan, and how many of its actions are done."),
        "indicators": _("Name of each indicator and whether its target is met; no amount."),
    }
    return table.get(code, "")


def report_reason(code: str) -> str:
    """Say why a holder publishes less than the scheme does by default."""
    table = {
        "business_secret": _("a business secret"),
        "safety": _("the safety of people or of the site"),
        "privacy": _("the privacy of people"),
        "law": _("a law or an authority forbids it"),
    }
    return opened(table, code)


def subject_unit(code: str) -> str:
    """Say what a standard judges."""
    table = {
        "site": _("a site"),
        "organisation": _("an organisation"),
        "group": _("a group"),
        "project": _("a project"),
        "chain": _("the handling of material"),
    }
    return opened(table, code)


def report_rule(name: str) -> str:
    """Say a parameter of the scheme about reports."""
    table = {
        "minimum": _("always public"),
        "default": _("public by default"),
        "due_days": _("time to choose"),
    }
    return opened(table, name)
