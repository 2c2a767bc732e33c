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
    message = _("This panel cannot hear the appeal. Reasons against it: {count}.")
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
    message = _("The round does not hold. Reasons against it: {count}.")
    what_to_do = _("Settle each of them.")


class HeadingUnknown(Invalid):
    """The round has no such heading."""

    code = "engagement.round.heading"
    message = _("“{heading}” is no heading of this round.")
    what_to_do = _("Choose one of: {known}.")


class PlaceUnknown(Invalid):
    """The draft has no such requirement or subject."""

    code = "engagement.draft.place"
    message = _("The draft has no requirement or subject “{name}”.")
    what_to_do = _("Name one that stands in the version that is asked about, or leave it empty to speak of the whole.")


class PackNameUnusable(Invalid):
    """An edition is not named as it must be."""

    code = "engagement.development.pack"
    message = _("“{pack}” does not name an edition.")
    what_to_do = _("Write scheme@edition, such as cera-4in1@2027.1.")


class DraftReleased(Conflict):
    """The pack calls itself released while it is a draft."""

    code = "engagement.draft.released"
    message = _("{pack} calls itself released, and nobody has approved it.")
    what_to_do = _("Write “status: draft” or “status: pilot” in pack.yaml; release it once it is approved.")


class RequirementsUnusable(Invalid):
    """An identifier of a requirement cannot be used."""

    code = "engagement.draft.requirements"
    message = _("“{name}” cannot name a requirement.")
    what_to_do = _("Give at most two thousand names of letters, digits, dots and dashes, such as CPS.E.water.C1.")


class NotToBeCarriedOut(Invalid):
    """Nothing was promised there."""

    code = "engagement.draft.carries_out"
    message = _("“{voice}” has no answer that promises a change.")
    what_to_do = _("Answer it as accepted or accepted in part first, then name it with the version.")


class ResponseMissing(Invalid):
    """An answer about a draft does not say what becomes of what was said."""

    code = "engagement.answer.incomplete"
    message = _("The answer does not say what becomes of what was said.")
    what_to_do = _("Say accepted, accepted in part or not accepted; where something changes, say what.")


class VersionUnknown(Invalid):
    """There is no version of that number, or nothing changes."""

    code = "engagement.answer.version"
    message = _("Version {number} cannot hold this change.")
    what_to_do = _("Name a version that exists, for an answer that changes something; leave it empty otherwise.")


class NothingToAnswer(Conflict):
    """A pilot's report says that all went well."""

    code = "engagement.pilot.nothing_to_answer"
    message = _("This report asks for no answer.")
    what_to_do = _("Answer what could not be met, was unclear or should change.")


class PilotEnded(Conflict):
    """The pilot has ended."""

    code = "engagement.pilot.ended"
    message = _("The pilot ended on {day}.")
    what_to_do = _("Begin another one.")


class PilotNotBegun(Invalid):
    """A pilot is to begin on a day that has not come."""

    code = "engagement.pilot.not_begun"
    message = _("The pilot cannot have begun on {day}, which has not come yet.")
    what_to_do = _("Write the pilot down once it has begun.")


class PilotDates(Invalid):
    """The days of a pilot do not fit."""

    code = "engagement.pilot.dates"
    message = _("The pilot began on {begun} and cannot end on {day}.")
    what_to_do = _("Give a day from its beginning until today.")


class DecisionUnusable(Invalid):
    """A decision cannot be entered as it stands."""

    code = "engagement.decision.unusable"
    message = _("The decision cannot be entered. Reasons against it: {count}.")
    what_to_do = _("Settle each of them.")


class NotYetApproved(Conflict):
    """Something stands against approving the draft."""

    code = "engagement.development.not_ready"
    message = _("The draft cannot be approved yet. Reasons against it: {count}.")
    what_to_do = _("Settle each of them.")


class CountsUnusable(Invalid):
    """The counts of who was heard, or is to be heard, cannot be used."""

    code = "engagement.heard.unusable"
    message = _("The counts of people cannot be used. Reasons against them: {count}.")
    what_to_do = _("Settle each of them.")


class MeetingUnknown(Invalid):
    """The round has no such meeting."""

    code = "engagement.round.meeting"
    message = _("The round has no meeting number {meeting}.")
    what_to_do = _("Write the meeting down first; its number then stands beside it.")
