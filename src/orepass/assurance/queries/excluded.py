"""What no tier lifts: the exclusions of an edition, read from a file's answers and from what was found at its sites.

A standard for a chain of custody is about material, not about a place, and one for a project about a mine that is not
dug yet: there only what is known to exclude refuses, and what a site's own certificate has to show is not asked.
"""

from datetime import date

from orepass.assurance.models import Application
from orepass.assurance.queries.evaluation import latest_answers, outcome_of, standard_of
from orepass.diligence.queries import fact_at
from orepass.kernel.finding import Finding
from orepass.kernel.verdict import Unknown as Kind
from orepass.kernel.verdict import Verdict, any_of, unknown
from orepass.scheme.rules.exclusions import EXCLUDED, at_sites, findings_of, listed, together, told_by

BEFORE_OR_AFTER = ("chain", "project")


def exclusions_of(row: Application, on: date) -> dict[str, Verdict]:
    """Return each fact of the edition's list that excludes, as known of a file on a day."""
    facts = listed(standard_of(row).rules)
    results = outcome_of(row, latest_answers(row.answers.all()), on).results if facts else ()
    sites = [site.site_id for site in row.sites.all()]
    return {fact: together(told_by(results, codes), _at_sites(sites, codes, on)) for fact, codes in facts.items()}


def _at_sites(sites: list[str], codes: frozenset[str], on: date) -> Verdict:
    parts = [fact_at(site, code, on) for site in sites for code in at_sites(codes)]
    return any_of(parts) if parts else unknown(Kind.MISSING, "no site was looked at")


def exclusion_findings(row: Application, on: date) -> list[Finding]:
    """Return why an exclusion keeps a file from any certificate on a day."""
    findings = findings_of(exclusions_of(row, on))
    if standard_of(row).subject_unit in BEFORE_OR_AFTER:
        return [finding for finding in findings if finding.code == EXCLUDED.code]
    return findings
