"""How this room refuses."""

from orepass.kernel.refusal import Conflict, Denied, Invalid
from orepass.kernel.text import marked as _


class StatementMissing(Invalid):
    """Nothing was said."""

    code = "engagement.statement.missing"
    message = _("There is no text here.")
    what_to_do = _("Write in a few words what is wrong or what you want to say.")


class StatementTooLong(Invalid):
    """A text is longer than anybody can read."""

    code = "engagement.statement.too_long"
    message = _("The text has more than {limit} characters.")
    what_to_do = _("Shorten it, or send the rest afterwards with your receipt.")


class ConsentMissing(Invalid):
    """Personal data came without consent."""

    code = "engagement.contact.consent"
    message = _("You gave a name or an address, but did not agree that we keep it.")
    what_to_do = _("Agree, or leave name, e-mail and telephone empty.")


class ContactUnusable(Invalid):
    """The e-mail address is none."""

    code = "engagement.contact.unusable"
    message = _("“{email}” is no e-mail address.")
    what_to_do = _("Correct it, or leave it empty: the receipt is enough to follow your complaint.")


class HandledBySomebodyElse(Denied):
    """Somebody else handles this complaint."""

    code = "engagement.complaint.handler"
    message = _("This complaint is with somebody else, or with nobody yet.")
    what_to_do = _("Take it on yourself or let it be given to you first.")


class HandlerNotImpartial(Denied):
    """The handler worked on what the complaint is about."""

    code = "engagement.complaint.not_impartial"
    message = _("{person} cannot handle this complaint.")
    what_to_do = _("Choose somebody who took no part in the file and has no tie to the client.")


class WrongStep(Conflict):
    """The case does not stand where this step is possible."""

    code = "engagement.case.state"
    message = _("This is not possible while the case is “{state}”.")
    what_to_do = _("The steps possible now: {allowed}.")


class IdentityInText(Invalid):
    """The words for the other party would give away who complained."""

    code = "engagement.complaint.identity"
    message = _("The text names whoever complained, and the other party would read it.")
    what_to_do = _("Leave out names, addresses and numbers of the complainant.")


class OffThePathway(Conflict):
    """The scheme's pathway has another step first."""

    code = "engagement.complaint.pathway"
    message = _("The scheme's pathway does not allow “{step}” now.")
    what_to_do = _("Take its steps in order.")


class TooLate(Conflict):
    """The time to appeal is over."""

    code = "engagement.appeal.too_late"
    message = _("The last day to appeal was {last}.")
    what_to_do = _("Complain about it instead, or apply anew.")


class AppealRuns(Conflict):
    """There is an appeal against this already."""

    code = "engagement.appeal.runs"
    message = _("An appeal against this was filed before: {appeal}.")
    what_to_do = _("Follow that appeal; what it decides is final.")


class PanelRefused(Denied):
    """The panel is not impartial or not large enough."""

    code = "engagement.panel.refused"
    message = _("This panel cannot hear the appeal; {count} things stand against it.")
    what_to_do = _("Name people who took no part in the file, have no tie to the client and have said so.")


class NotOnThePanel(Denied):
    """Only the panel hears and decides."""

    code = "engagement.panel.not_a_member"
    message = _("You are not on the panel of this appeal.")
    what_to_do = _("Whoever formed the panel knows its members.")


class ConsequenceUnknown(Invalid):
    """Nothing of that kind can follow."""

    code = "engagement.appeal.consequence"
    message = _("“{consequence}” cannot follow from this appeal.")
    what_to_do = _("Choose one of: {known}; leave it empty when nothing has to be done in the system.")


class RoundNotReady(Invalid):
    """The round does not hold to its rules."""

    code = "engagement.round.not_ready"
    message = _("The round does not hold; {count} things stand against it.")
    what_to_do = _("Settle each of them.")


class HeadingUnknown(Invalid):
    """The round has no such heading."""

    code = "engagement.round.heading"
    message = _("“{heading}” is no heading of this round.")
    what_to_do = _("Choose one of: {known}.")
