"""Records of the credentials of this home, by address, by identifier and by what they are about."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from orepass.passport.models import IssuedCredential
from orepass.platform.asked_often import asked_often
from orepass.platform.reading import answered, each_once
from orepass.platform.rows import can_be_kept, columns_of, objects_of


def issued_at(urls: Iterable[str]) -> dict[str, IssuedCredential]:
    """Return the records of the credentials of this home that are published under some addresses, by address."""
    return each_once(_at, urls)


def issued_named(names: Iterable[str]) -> dict[str, IssuedCredential]:
    """Return the records of some credentials of this home, by identifier; names that are none of ours are left out."""
    return each_once(_named, names)


def newest_about(name: str, *, at: datetime) -> IssuedCredential | None:
    """Return the newest credential about a certificate or passport that was issued by an instant."""
    rows = [row for row in objects_of(IssuedCredential, _rows_about(about=name)) if row.issued_at <= at]
    return max(rows, key=lambda row: row.version, default=None)


def _at(urls: set[str]) -> dict[str, IssuedCredential]:
    wanted = set(filter(can_be_kept, urls))
    rows = objects_of(IssuedCredential, _rows_at(urls=wanted)) if wanted else []
    answered(_named, {row.pk: row for row in rows})
    return {row.url: row for row in rows}


def _named(names: set[str]) -> dict[str, IssuedCredential]:
    return {row.pk: row for row in objects_of(IssuedCredential, _rows_named(names=names))}


@asked_often
def _rows_at(urls: Collection[str]) -> "QuerySet[IssuedCredential, Any]":
    return IssuedCredential.objects.filter(url__among=urls).values_list(*columns_of(IssuedCredential))


@asked_often
def _rows_named(names: Collection[str]) -> "QuerySet[IssuedCredential, Any]":
    return IssuedCredential.objects.filter(pk__among=names).values_list(*columns_of(IssuedCredential))


@asked_often
def _rows_about(about: str) -> "QuerySet[IssuedCredential, Any]":
    return IssuedCredential.objects.filter(about=about).values_list(*columns_of(IssuedCredential))
