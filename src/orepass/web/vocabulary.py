"""The reader's words for the codes that rooms use; an unknown code shows as it is, with its underscores opened."""

from collections.abc import Callable, Iterable

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


def phase(code: str) -> str:
    """Say one of the four phases."""
    table = {
        "commitment": _("Commitment"),
        "assessment": _("Assessment"),
        "monitoring": _("Monitoring"),
        "disclosure": _("Disclosure and improvement"),
    }
    return _said(table, code)


def dimension(code: str) -> str:
    """Say a dimension of a standard."""
    return _said({"E": _("Environment"), "S": _("Society"), "G": _("Governance")}, code)


def rating(code: str) -> str:
    """Say how far a requirement is met."""
    table = {
        "full": _("fully met"),
        "substantial": _("mostly met"),
        "partial": _("met in part"),
        "none": _("not met"),
        "not_relevant": _("not relevant here"),
        "unknown": _("not known"),
    }
    return _said(table, code)


def evidence_class(code: str) -> str:
    """Say what kind of evidence stands behind an answer."""
    table = {
        "document": _("a document"),
        "photo": _("a photograph"),
        "oral": _("someone's word, recorded"),
        "observation": _("seen on the spot"),
        "measurement": _("a measurement"),
        "declaration": _("our own declaration"),
    }
    return _said(table, code)


def evidence_accepted(code: str) -> str:
    """Say which evidence a requirement accepts."""
    return _said({"document": _("document"), "photo": _("photograph"), "oral": _("spoken word")}, code)


def outcome(code: str) -> str:
    """Say the outcome of an evaluation."""
    table = {
        "conforms": _("conforms"),
        "candidate": _("candidate"),
        "does_not_conform": _("does not conform"),
        "unknown": _("not known"),
    }
    return _said(table, code)


def edition_status(code: str) -> str:
    """Say the status of an edition or of a standard."""
    return _said({"draft": _("draft"), "pilot": _("pilot"), "released": _("released")}, code)


def file_state(code: str) -> str:
    """Say where a file stands."""
    table = {
        "draft": _("draft, not sent"),
        "submitted": _("sent, under review"),
        "returned": _("sent back for completion"),
        "refused": _("refused"),
        "accepted": _("accepted, agreement to come"),
        "withdrawn": _("withdrawn"),
        "offered": _("agreement offered"),
        "contracted": _("agreed, self-assessment under way"),
        "assessed": _("self-assessment handed in"),
        "planned": _("visit planned"),
        "evaluated": _("visit concluded"),
        "recommended": _("recommendation made"),
        "reviewed": _("reviewed, decision to come"),
        "granted": _("certified"),
        "declined": _("declined"),
    }
    return _said(table, code)


def file_step(code: str) -> str:
    """Say a recorded step of a file."""
    table = {
        "application.submit": _("Application sent"),
        "application.return": _("Application sent back"),
        "application.refuse": _("Application refused"),
        "application.accept": _("Application accepted"),
        "application.withdraw": _("Application withdrawn"),
        "agreement.offer": _("Agreement offered"),
        "agreement.sign": _("Agreement signed"),
        "assessment.submit": _("Self-assessment handed in"),
        "assessment.return": _("Self-assessment sent back"),
        "audit.plan": _("Visit planned"),
        "audit.evaluated": _("Visit concluded"),
        "audit.repeat": _("Another visit needed"),
        "audit.recommend": _("Recommendation made"),
        "review.return": _("Sent back by the review"),
        "review.complete": _("Review completed"),
        "decision.grant": _("Certification granted"),
        "decision.decline": _("Certification declined"),
    }
    return _said(table, code)


def finding_state(code: str) -> str:
    """Say where a nonconformity stands."""
    table = {
        "open": _("open, plan awaited"),
        "planned": _("plan sent, judgement awaited"),
        "accepted": _("plan accepted, proof awaited"),
        "proved": _("proof sent, closing awaited"),
        "closed": _("closed"),
    }
    return _said(table, code)


def finding_step(code: str) -> str:
    """Say a recorded step of a nonconformity."""
    table = {
        "finding.plan": _("Correction planned"),
        "finding.accept": _("Plan accepted"),
        "finding.return": _("Sent back"),
        "finding.prove": _("Proof sent"),
        "finding.close": _("Closed"),
        "finding.extend": _("Time extended"),
    }
    return _said(table, code)


def grade(code: str) -> str:
    """Say how grave a nonconformity is."""
    return _said({"critical": _("critical"), "major": _("major"), "minor": _("minor")}, code)


def certificate_step(code: str) -> str:
    """Say a change of a certificate."""
    table = {
        "certificate.suspend": _("Suspended"),
        "certificate.restore": _("Restored"),
        "certificate.reduce": _("Scope reduced"),
        "certificate.withdraw": _("Withdrawn"),
        "certificate.terminate": _("Ended by the client"),
    }
    return _said(table, code)


def audit_kind(code: str) -> str:
    """Say why a visit is made."""
    table = {"initial": _("initial audit"), "surveillance": _("surveillance"), "follow_up": _("follow-up")}
    return _said(table, code)


def team_part(code: str) -> str:
    """Say the part a person plays in an audit team."""
    table = {
        "lead": _("lead auditor"),
        "auditor": _("auditor"),
        "expert": _("expert"),
        "interpreter": _("interpreter"),
    }
    return _said(table, code)


def chosen(code: str) -> str:
    """Say how a site or member came into the sample."""
    table = {
        "named": _("named"),
        "random": _("drawn at random"),
        "risk": _("chosen by risk"),
        "added": _("added later"),
    }
    return _said(table, code)


def decision(code: str) -> str:
    """Say a decision on a file."""
    table = {
        "grant": _("grant"),
        "grant_provisional": _("grant provisionally"),
        "decline": _("decline"),
    }
    return _said(table, code)


def application_kind(code: str) -> str:
    """Say why a client applies."""
    table = {
        "initial": _("first certification"),
        "recertification": _("recertification"),
        "extension": _("extension of scope"),
    }
    return _said(table, code)


def choices(values: Iterable[str], say: Callable[[str], str]) -> list[tuple[str, str]]:
    """Pair codes with their words, for a form."""
    return [(str(value), say(str(value))) for value in values]


def site_colour(code: str) -> str:
    """Say the status that an authority gives a site."""
    table = {
        "green": _("green: may produce"),
        "yellow": _("yellow: may produce for a time, with flaws to correct"),
        "red": _("red: may not produce"),
        "blue": _("blue: not inspected"),
    }
    return _said(table, code)


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
    return _said(table, code)


def certainty(code: str) -> str:
    """Say how sure we are of a place."""
    table = {
        "verified": _("verified today"),
        "declared": _("declared"),
        "missing": _("open data only"),
        "expired": _("no longer holds"),
    }
    return _said(table, code)


def notice(code: str) -> str:
    """Say what a notice is about."""
    table = {
        "assurance.agreement.offered": _("An agreement is offered to you"),
        "assurance.agreement.signed": _("The agreement is signed"),
        "assurance.application.accepted": _("The application is accepted"),
        "assurance.application.refused": _("The application is refused"),
        "assurance.application.returned": _("The application came back for completion"),
        "assurance.application.submitted": _("An application has come in"),
        "assurance.application.withdrawn": _("An application was withdrawn"),
        "assurance.assessment.returned": _("The self-assessment came back for completion"),
        "assurance.assessment.submitted": _("A self-assessment has come in"),
        "assurance.audit.concluded": _("A visit is concluded"),
        "assurance.audit.planned": _("A visit is planned"),
        "assurance.audit.recommended": _("A recommendation was made"),
        "assurance.decision.taken": _("A decision was taken"),
        "assurance.finding.extended": _("More time for a nonconformity"),
        "assurance.finding.planned": _("A correction plan has come in"),
        "assurance.finding.proved": _("Proof of a correction has come in"),
        "assurance.finding.raised": _("A nonconformity was raised"),
        "assurance.review.done": _("A file was reviewed"),
        "assurance.surveillance.concluded": _("A surveillance is concluded"),
        "diligence.flag.answered": _("A red flag was answered"),
        "diligence.risk.flagged": _("A red flag was seen at a site"),
        "diligence.status.recorded": _("The status of a site was recorded"),
        "improvement.measure.due": _("A measure falls due"),
    }
    return table.get(code) or code.replace(".", " ").replace("_", " ")


def member_state(code: str) -> str:
    """Say where a member stands."""
    table = {
        "applied": _("applied"),
        "registered": _("registered"),
        "inspected": _("inspected"),
        "approved": _("admitted"),
        "conditional": _("admitted under conditions"),
        "warned": _("warned"),
        "suspended": _("suspended"),
        "expelled": _("excluded"),
        "refused": _("refused"),
        "resigned": _("left"),
    }
    return _said(table, code)


def member_step(code: str) -> str:
    """Say a step of a member's life."""
    table = {
        "member.register": _("Registered"),
        "member.inspect": _("Inspected"),
        "member.approve": _("Admitted"),
        "member.condition": _("Conditions set"),
        "member.refuse": _("Refused"),
        "member.warn": _("Warned"),
        "member.clear": _("Warning cleared"),
        "member.suspend": _("Suspended"),
        "member.restore": _("Restored"),
        "member.expel": _("Excluded"),
        "member.resign": _("Left"),
        "member.reenter": _("Let in again"),
    }
    return _said(table, code)


def mineral(code: str) -> str:
    """Say a mineral or metal."""
    table = {
        "cobalt": _("cobalt"),
        "copper": _("copper"),
        "lithium": _("lithium"),
        "natural graphite": _("natural graphite"),
        "natural_graphite": _("natural graphite"),
        "graphite": _("graphite"),
        "nickel": _("nickel"),
        "rare earths": _("rare earths"),
        "rare_earths": _("rare earths"),
        "tin": _("tin"),
        "tantalum": _("tantalum"),
        "tungsten": _("tungsten"),
        "gold": _("gold"),
        "": _("mineral not named"),
    }
    return _said(table, code)


def claim_class(code: str) -> str:
    """Say the class of certification of a part."""
    table = {
        "uncertified": _("uncertified"),
        "unverified": _("claimed, not verified"),
        "unknown": _("origin not known"),
        "": _("origin not known"),
    }
    return _said(table, code)


def custody_model(code: str) -> str:
    """Say a chain of custody model."""
    table = {
        "identity_preserved": _("identity preserved"),
        "segregated": _("segregated"),
        "controlled_blending": _("controlled blending"),
        "mass_balance": _("mass balance"),
        "book_and_claim": _("book and claim"),
        "": _("not said"),
    }
    return _said(table, code)


def entry_kind(code: str) -> str:
    """Say what an entry of a balance account is."""
    table = {
        "receipt": _("received"),
        "claim": _("claimed"),
        "withdrawal": _("withdrawn"),
        "correction": _("correction"),
        "expiry": _("credit expired"),
        "dropped": _("dropped at the end of the period"),
        "period": _("period ends"),
    }
    return _said(table, code)


def happening(code: str) -> str:
    """Say what an event does to its lots."""
    table = {
        "nothing": _("noted"),
        "begins": _("came out of the ground"),
        "transforms": _("was made into something else"),
        "sends": _("sent"),
        "receives": _("received"),
        "packs": _("packed"),
        "unpacks": _("unpacked"),
        "looks": _("weighed or looked at"),
        "ends": _("destroyed or lost"),
    }
    return _said(table, code)


def check(code: str) -> str:
    """Say one of the checks of a credential."""
    table = {
        "proof": _("Signature"),
        "key_authorised": _("Key belongs to the issuer"),
        "issuer_controls_key": _("Issuer controls the key"),
        "issuer": _("Issuer"),
        "dates": _("Dates"),
        "status": _("Not revoked"),
        "schema": _("Structure"),
        "log": _("On the public log"),
        "certificates": _("Certificates beneath it"),
        "underlying": _("Certificates beneath it"),
    }
    return _said(table, code)


def check_result(code: str) -> str:
    """Say the result of a check."""
    table = {
        "passed": _("passed"),
        "failed": _("failed"),
        "undetermined": _("undetermined"),
        "not_checked": _("not checked"),
    }
    return _said(table, code)


def certificate_status(code: str) -> str:
    """Say the status of a certificate."""
    table = {
        "active": _("active"),
        "not_yet_valid": _("not yet valid"),
        "suspended": _("suspended"),
        "withdrawn": _("withdrawn"),
        "terminated": _("ended by the client"),
        "expired": _("expired"),
        "unknown": _("not known"),
    }
    return _said(table, code)


def material(code: str) -> str:
    """Say the form of a material, such as ore or hydroxide."""
    table = {
        "cobalt_ore": _("cobalt ore"),
        "cobalt_hydroxide": _("cobalt hydroxide"),
        "cobalt_sulphate": _("cobalt sulphate"),
        "cobalt_concentrate": _("cobalt concentrate"),
        "spodumene": _("spodumene"),
        "spodumene_concentrate": _("spodumene concentrate"),
        "lithium_hydroxide": _("lithium hydroxide"),
        "lithium_carbonate": _("lithium carbonate"),
        "natural_graphite": _("natural graphite"),
        "graphite_concentrate": _("graphite concentrate"),
        "spherical_graphite": _("spherical graphite"),
        "rare_earth_concentrate": _("rare earth concentrate"),
        "rare_earth_oxide": _("rare earth oxide"),
        "magnet": _("magnet"),
        "precursor": _("precursor"),
        "cathode": _("cathode material"),
        "cathode_material": _("cathode material"),
        "anode": _("anode material"),
        "cell": _("battery cell"),
        "battery_cell": _("battery cell"),
        "battery": _("battery"),
    }
    return _said(table, code)
