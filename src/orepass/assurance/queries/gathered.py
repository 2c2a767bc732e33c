"""What the cards of certificates are made of, gathered by name: a few questions whose text is made once.

Whoever checks a credential, opens a lot's page or judges a document asks for certificates by name, again and again.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import QuerySet

from orepass.assurance.models import Application, Certificate, CertificateSite, CertificateStep, TransferStep
from orepass.assurance.queries.cards import CoveredSite, StatusChange
from orepass.assurance.queries.transfers import ACCEPT
from orepass.kernel.identifier import Identifier
from orepass.platform.asked_often import asked_often
from orepass.platform.rows import columns_of, objects_of


class Holder(NamedTuple):
    """A provider by identifier and name."""

    id: str
    name: str


class Parts(NamedTuple):
    """A certificate's row and file, whose it is, what it covers and covered, and who watches over it today."""

    row: Certificate
    application: Application
    client_name: str
    provider_name: str
    holder: Holder
    sites: tuple[CoveredSite, ...]
    changes: tuple[StatusChange, ...]


def gathered(names: set[str]) -> dict[str, Parts]:
    """Return what the cards of some certificates are made of, by identifier, without names that are none of ours."""
    rows = _certificates(names=names) if names else []
    if not rows:
        return {}
    files = {file.pk: file for file in objects_of(Application, _applications(names=names))}
    moved = {certificate: Holder(provider, name) for certificate, provider, name in _moves(names=names)}
    sites, changes = defaultdict[str, list[CoveredSite]](list), defaultdict[str, list[StatusChange]](list)
    for certificate, site, valid_before in _sites(names=names):
        sites[certificate].append(CoveredSite(Identifier(site), valid_before))
    for certificate, *change in _steps(names=names):
        changes[certificate].append(StatusChange(*change))
    found = {}
    for *columns, client_name, provider_name in rows:
        row = objects_of(Certificate, [tuple(columns)])[0]
        found[row.pk] = Parts(
            row=row,
            application=files[row.application_id],
            client_name=client_name,
            provider_name=provider_name,
            holder=moved.get(row.pk) or Holder(row.provider_id, provider_name),
            sites=tuple(sites[row.pk]),
            changes=tuple(changes[row.pk]),
        )
    return found


@asked_often
def _certificates(names: Collection[str]) -> "QuerySet[Certificate, Any]":
    wanted = Certificate.objects.filter(pk__among=names)
    return wanted.values_list(*columns_of(Certificate), "client__name", "provider__name")


@asked_often
def _applications(names: Collection[str]) -> "QuerySet[Application, Any]":
    return Application.objects.filter(certificate__among=names).values_list(*columns_of(Application))


@asked_often
def _sites(names: Collection[str]) -> "QuerySet[CertificateSite, Any]":
    covered = CertificateSite.objects.filter(certificate__among=names).order_by("pk")
    return covered.values_list("certificate_id", "site_id", "valid_before")


@asked_often
def _steps(names: Collection[str]) -> "QuerySet[CertificateStep, Any]":
    steps = CertificateStep.objects.filter(certificate__among=names)
    return steps.values_list("certificate_id", "action", "on", "grounds", "at")


@asked_often
def _moves(names: Collection[str]) -> "QuerySet[TransferStep, Any]":
    # The last one counts.
    accepted = TransferStep.objects.filter(action=ACCEPT, transfer__certificate__among=names).order_by("at", "pk")
    return accepted.values_list("transfer__certificate_id", "transfer__provider_id", "transfer__provider__name")
