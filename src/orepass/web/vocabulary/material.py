"""Words for lots, accounts, events and the checks of a passport."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.forms import form
from orepass.web.vocabulary.opening import opened


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
    return opened(table, code)


def claim_class(code: str) -> str:
    """Say the class of certification of a part."""
    table = {
        "uncertified": _("uncertified"),
        "unverified": _("claimed, not verified"),
        "unknown": _("origin not known"),
        "": _("origin not known"),
    }
    return opened(table, code)


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
    return opened(table, code)


def claim(code: str) -> str:
    """Say a claim that a scheme knows."""
    table = {
        "names_mine": _("Naming the mine"),
        "made_from_certified": _("Made from certified material"),
        "step_reached": _("Naming the step that was reached"),
        "on_product_label": _("The label on a product"),
        "contains_percent": _("Contains a percentage of certified material"),
        "mass_balance_supports": _("Supports certified sourcing by mass balance"),
        "supports_certified_production": _("Supports certified production"),
        "credits": _("Covered by credits"),
    }
    return opened(table, code)


def recall_outcome(code: str) -> str:
    """Say what became of lots that were recalled."""
    table = {
        "set_aside": _("set aside"),
        "returned": _("returned"),
        "sold_on": _("sold on"),
        "used": _("used up"),
        "destroyed": _("destroyed"),
        "not_here": _("not here"),
    }
    return opened(table, code)


def open_kind(code: str) -> str:
    """Say what kind of open thing it is."""
    table = {
        "question": _("question"),
        "dispute": _("dispute"),
        "hold": _("hold"),
        "recall": _("recall"),
        "correction": _("correction to tell"),
        "closing": _("period to close"),
        "uncovered": _("credits not covered"),
    }
    return opened(table, code)


def recall_state(code: str) -> str:
    """Say where a recall stands."""
    return opened({"announced": _("announced"), "ended": _("ended")}, code)


def period_state(code: str) -> str:
    """Say where the first open period of an account stands."""
    table = {"running": _("running"), "to_close": _("to be closed"), "overdue": _("overdue")}
    return opened(table, code)


def account_method(code: str) -> str:
    """Say by which method an account is kept."""
    table = {
        "credit": _("by credit"),
        "rolling_percentage": _("by rolling percentage"),
        "input_percentage": _("by percentage of the inputs"),
        "book": _("book and claim"),
    }
    return opened(table, code)


def allocation_basis(code: str) -> str:
    """Say by what the credit of an input is shared out."""
    table = {
        "mass": _("mass"),
        "contained_metal": _("contained metal"),
        "value": _("value"),
    }
    return opened(table, code)


def entry_kind(code: str) -> str:
    """Say what an entry of a balance account is."""
    table = {
        "receipt": _("received"),
        "claim": _("claimed"),
        "sent": _("sent without a claim"),
        "transfer": _("moved between accounts"),
        "cause": _("cause of an overdraft declared"),
        "sale": _("sold as certified material"),
        "issue": _("issued as credits"),
        "withdrawal": _("withdrawn"),
        "correction": _("correction"),
        "expiry": _("credit expired"),
        "dropped": _("dropped at the end of the period"),
        "period": _("period ends"),
    }
    return opened(table, code)


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
    return opened(table, code)


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
        "terms": _("Meaning of its terms"),
        "log": _("On the public log"),
        "witnesses": _("Witnesses of the log"),
        "certificates": _("Certificates beneath it"),
        "underlying": _("Certificates beneath it"),
        "related": _("What it is related to"),
        "lot": _("The lot as it is today"),
        "numbers": _("Numbers of its issuer"),
        "version": _("Newest version"),
        "identity": _("Who the issuer is"),
        "recognition": _("Assessor accredited"),
        "scheme": _("Scheme recognised"),
        "claims": _("Claims covered by certificates"),
    }
    return opened(table, code)


def check_result(code: str) -> str:
    """Say the result of a check."""
    table = {
        "passed": _("passed"),
        "failed": _("failed"),
        "undetermined": _("undetermined"),
        "not_checked": _("not checked"),
    }
    return opened(table, code)


def material(code: str) -> str:
    """Say the form of a material, such as ore or hydroxide."""
    return form(code)


def words_kind(code: str, made: str) -> str:
    """Say what words on a product are: a claim by its name, or due diligence."""
    return claim(made) if made else opened({"due_diligence": _("Due diligence: no label of sustainability")}, code)


def ruling(code: str) -> str:
    """Say what the law on conflict minerals asks of whoever keeps its phrase."""
    table = {
        "allowed": _("files with the regulator; an independent audit stands behind it"),
        "no_duty": _("does not file, and has no duty; an independent audit stands behind it"),
    }
    return opened(table, code)
