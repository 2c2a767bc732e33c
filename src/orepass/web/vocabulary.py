"""The reader's words for the codes that rooms use; an unknown code shows as it is, with its underscores opened."""

from django.utils.translation import gettext as _


def _said(table: dict[str, str], code: str) -> str:
    return table.get(code) or code.replace("_", " ")


def activity(code: str) -> str:
    """Say an activity of a site."""
    table = {
        "exploration": _("exploration"),
        "mining": _("mining"),
        "artisanal_mining": _("artisanal mining"),
        "processing": _("processing"),
        "smelting": _("smelting"),
        "refining": _("refining"),
        "trading": _("trading"),
        "storage": _("storage"),
        "manufacturing": _("manufacturing"),
        "recycling": _("recycling"),
    }
    return _said(table, code)


def organisation_kind(code: str) -> str:
    """Say what an organisation is."""
    table = {
        "operator": _("operator"),
        "cooperative": _("cooperative"),
        "trader": _("trader"),
        "smelter": _("smelter"),
        "manufacturer": _("manufacturer"),
        "recycler": _("recycler"),
        "brand": _("brand"),
        "provider": _("assurance provider"),
        "scheme_owner": _("scheme owner"),
        "accreditor": _("accreditor"),
        "authority": _("authority"),
        "other": _("other"),
    }
    return _said(table, code)


def source(code: str) -> str:
    """Say where a record comes from."""
    table = {
        "declared": _("declared by its operator"),
        "named": _("named by a trading partner"),
        "icmm": _("ICMM Global Mining Dataset"),
        "ipis": _("IPIS visits of artisanal sites"),
    }
    return _said(table, code)


def leaf_kind(code: str) -> str:
    """Say what an entry of the public log is about."""
    table = {
        "assurance.certificate.issue": _("certificate issued"),
        "assurance.certificate.suspend": _("certificate suspended"),
        "assurance.certificate.restore": _("certificate restored"),
        "assurance.certificate.withdraw": _("certificate withdrawn"),
        "assurance.certificate.reduce": _("scope of a certificate reduced"),
        "scheme.edition.publish": _("edition of a standard published"),
        "passport.issue": _("passport issued"),
        "passport.passport.issue": _("passport issued"),
    }
    return _said(table, code)
