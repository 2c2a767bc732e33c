"""The reader's words about editions of a standard: what became of a requirement, and what becomes of a holder."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def change_kind(code: str) -> str:
    """Say what became of a requirement."""
    table = {
        "tightened": _("tightened"),
        "relaxed": _("relaxed"),
        "changed": _("changed both ways, or nobody can say"),
        "reworded": _("other words"),
        "moved": _("moved"),
        "new": _("new"),
        "gone": _("gone"),
        "unchanged": _("unchanged"),
    }
    return opened(table, code)


def change_way(code: str) -> str:
    """Say how one part changed."""
    table = {
        "stricter": _("stricter"),
        "looser": _("looser"),
        "undecided": _("neither stricter nor looser, or nobody can say"),
        "wording": _("other words"),
        "place": _("elsewhere"),
        "beside": _("changed"),
        "new": _("new"),
        "gone": _("gone"),
    }
    return opened(table, code)


def reach(code: str) -> str:
    """Say whom the later of two conditions reaches."""
    table = {
        "same": _("reaches the same sites"),
        "wider": _("reaches more sites"),
        "narrower": _("reaches fewer sites"),
        "other": _("reaches other sites"),
        "unknown": _("whom it reaches cannot be decided from the two texts"),
    }
    return opened(table, code)


def part(code: str) -> str:
    """Say which part of a requirement or an edition changed."""
    table = {
        "id": _("Identifier"),
        "standard": _("Standard"),
        "subject": _("Subject"),
        "dimension": _("Dimension"),
        "phase": _("Phase"),
        "core": _("Must be met by everyone"),
        "weight": _("Weight"),
        "due_year": _("Due from year"),
        "accepts": _("Evidence that counts"),
        "applies_when": _("Applies when"),
        "statement": _("What is asked"),
        "evidence_small": _("Shown at a small site by"),
        "evidence_large": _("Shown at a large site by"),
        "fails_when": _("It fails when"),
        "spoken": _("Read aloud"),
        "pictogram": _("Drawing"),
        "maps_to": _("Corresponds to"),
        "status": _("Status"),
        "title": _("Title"),
        "purpose": _("Purpose"),
        "notice": _("Notice"),
        "owner": _("Owner"),
        "valid_from": _("In force from"),
        "valid_before": _("In force before"),
        "supersedes": _("Replaces"),
        "transition_months": _("Months to move"),
        "languages": _("Languages"),
        "complete_in": _("Complete in"),
        "unreviewed": _("Not reviewed in"),
        "licence": _("Licence"),
        "vocabulary": _("Words for profiles"),
    }
    return opened(table, code)


def effect(code: str) -> str:
    """Say what a later edition does to a holder."""
    table = {
        "stays": _("stays as it is"),
        "rises": _("would rise"),
        "drops": _("would drop a level"),
        "falls_out": _("would fall out"),
        "open": _("depends on what nobody was asked yet"),
        "ends": _("its standard is not in the later edition"),
    }
    return opened(table, code)


def standing(code: str) -> str:
    """Say how somebody stands under an edition."""
    return opened({"certificate": _("holds a certificate"), "candidate": _("is a candidate")}, code)


def transition_phase(code: str) -> str:
    """Say which edition may be used."""
    table = {
        "before": _("announced"),
        "both": _("both editions may be used"),
        "over": _("only the later one may be used"),
    }
    return opened(table, code)
