"""Words for organisations, sites, their status and the log."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def activity(code: str) -> str:
    """Say an activity of a site."""
    table = {
        "exploration": _("exploration"),
        "extraction": _("mining"),
        "processing": _("processing"),
        "smelting": _("smelting"),
        "refining": _("refining"),
        "trading": _("trading"),
        "transport": _("transport"),
        "storage": _("storage"),
        "manufacturing": _("manufacturing"),
        "recycling": _("recycling"),
    }
    return opened(table, code)


def stage(code: str) -> str:
    """Say at which stage of the chain a site stands."""
    table = {
        "exploration": _("exploration"),
        "mine": _("mine"),
        "plant": _("processing plant"),
        "smelter": _("smelter or refinery"),
        "trader": _("trader"),
        "manufacturer": _("manufacturer"),
        "recycler": _("recycler"),
    }
    return opened(table, code)


def size(code: str) -> str:
    """Say how large a site is."""
    table = {
        "asm": _("artisanal or small-scale mine"),
        "small": _("small"),
        "large": _("large"),
    }
    return opened(table, code)


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
    return opened(table, code)


def source(code: str) -> str:
    """Say where a record comes from."""
    table = {
        "declared": _("declared by its operator"),
        "named": _("named by a trading partner"),
        "icmm": _("ICMM Global Mining Dataset"),
        "ipis": _("IPIS visits of artisanal sites"),
    }
    return opened(table, code)


def leaf_kind(code: str) -> str:
    """Say what an entry of the public log is about."""
    table = {
        "assurance.certificate.issue": _("certificate issued"),
        "assurance.certificate.suspend": _("certificate suspended"),
        "assurance.certificate.restore": _("certificate restored"),
        "assurance.certificate.withdraw": _("certificate withdrawn"),
        "assurance.certificate.transfer": _("certificate moved to another provider"),
        "assurance.certificate.reduce": _("scope of a certificate reduced"),
        "assurance.report.choose": _("choice of what a report says in public"),
        "recognition.agreement.decide": _("decision on recognising another scheme"),
        "recognition.agreement.renew": _("recognition renewed"),
        "recognition.agreement.restore": _("suspension of a recognition lifted"),
        "recognition.agreement.suspend": _("recognition suspended"),
        "scheme.edition.announce": _("next edition of a standard announced"),
        "scheme.edition.publish": _("edition of a standard published"),
        "passport.anchor.issue": _("identity anchor issued"),
        "passport.certificate.issue": _("certificate signed as a credential"),
        "passport.credential.issue": _("credential signed"),
        "passport.product.issue": _("passport issued"),
        "passport.trust.declare": _("party trusted from now on"),
        "passport.trust.end": _("party trusted no more"),
        "credentials.identity.deactivate": _("identity ended"),
        "credentials.identity.history": _("history of an identity continued"),
        "credentials.key.create": _("key made"),
        "credentials.key.retire": _("key retired"),
        "credentials.sd_jwt.issue": _("credential for disclosure in parts signed"),
        "credentials.status.set": _("status of a credential told"),
        "custody.period.close": _("balancing period closed"),
        "groups.register.commit": _("register of a group fixed"),
        "groups.sample.commit": _("list of members to draw from fixed"),
        "groups.sample.draw": _("members drawn for visits"),
    }
    return opened(table, code)


def site_colour(code: str) -> str:
    """Say the status that an authority gives a site."""
    table = {
        "green": _("green: may produce"),
        "yellow": _("yellow: may produce for a time, with flaws to correct"),
        "red": _("red: may not produce"),
        "blue": _("blue: not inspected"),
    }
    return opened(table, code)


def status_basis(code: str) -> str:
    """Say why a site has its status on a day."""
    table = {
        "decided": _("as decided"),
        "never_inspected": _("never inspected"),
        "expired": _("the decision has expired"),
        "overdue": _("the next inspection is overdue"),
        "lapsed": _("the time to correct has lapsed"),
        "waiting": _("waiting for an inspection"),
    }
    return opened(table, code)


def certainty(code: str) -> str:
    """Say how sure we are of a place."""
    table = {
        "verified": _("verified today"),
        "declared": _("declared"),
        "missing": _("open data only"),
        "expired": _("no longer holds"),
    }
    return opened(table, code)
