"""Writes of the party room: organisations, sites, people's interests, providers' accreditation, facility imports."""

from orepass.party.actions.competence import end_competence, record_competence
from orepass.party.actions.councils import end_membership, record_membership
from orepass.party.actions.facilities import import_facilities
from orepass.party.actions.numbers import end_number, record_number
from orepass.party.actions.organisations import name_organisation, register_organisation
from orepass.party.actions.people import declare_interest
from orepass.party.actions.providers import (
    accredit_provider,
    restore_accreditation,
    suspend_accreditation,
    withdraw_accreditation,
)
from orepass.party.actions.sites import correct_site, name_site_uri, publish_sites, register_site

__all__ = [
    "accredit_provider",
    "correct_site",
    "declare_interest",
    "end_competence",
    "end_membership",
    "end_number",
    "import_facilities",
    "name_organisation",
    "name_site_uri",
    "publish_sites",
    "record_competence",
    "record_membership",
    "record_number",
    "register_organisation",
    "register_site",
    "restore_accreditation",
    "suspend_accreditation",
    "withdraw_accreditation",
]
