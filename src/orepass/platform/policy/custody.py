"""Who may do what in custody."""

from typing import Final

from orepass.platform.access import Role, Row

_TRADES: Final = (Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, Role.STEWARD)
_RECALLS: Final = (*_TRADES, Role.SCHEME_STAFF, Role.CERTIFIER)

ROWS: dict[str, Row] = {
    "custody.events.capture": Row(*_TRADES, remark="for the actor's own organisation"),
    "custody.events.upload": Row(*_TRADES, remark="a spreadsheet, for the actor's own organisation"),
    "custody.delivery.record": Row(
        Role.OPERATOR, Role.GROUP_MANAGER, Role.STEWARD, remark="a bag or lot that begins at one's own site"
    ),
    "custody.dispute.raise": Row(*_TRADES, remark="by a party to the event"),
    "custody.dispute.answer": Row(*_TRADES, remark="by whoever sent the event"),
    "custody.dispute.settle": Row(*_TRADES, remark="by whoever raised it, or a steward"),
    "custody.question.answer": Row(*_TRADES, remark="by whoever sent the event"),
    "custody.question.settle": Row(*_TRADES, remark="by another party to the event, or a steward"),
    "custody.lot.hold": Row(*_TRADES, remark="by whoever has the lot, another party to its events, or a steward"),
    "custody.lot.release": Row(*_TRADES, remark="by another person of the organisation that placed it, or a steward"),
    "custody.words.keep": Row(Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, remark="by whoever has the lot"),
    "custody.recall.announce": Row(*_RECALLS, remark="of one's own site or certificate, by its scheme, or a steward"),
    "custody.recall.answer": Row(*_RECALLS, remark="by a party that was told, or the recaller for one not registered"),
    "custody.recall.end": Row(*_RECALLS, remark="by whoever announced it, or a steward"),
    "custody.correction.told": Row(*_TRADES, remark="by whoever declared the event an error"),
    "custody.account.open": Row(Role.OPERATOR, Role.STEWARD, remark="at one's own site"),
    "custody.period.close": Row(Role.OPERATOR, Role.STEWARD, remark="of one's own account"),
    "custody.account.transfer": Row(Role.OPERATOR, Role.STEWARD, remark="between one's own accounts"),
    "custody.account.allocate": Row(Role.OPERATOR, Role.STEWARD, remark="among one's own accounts at a site"),
    "custody.overdraft.declare": Row(Role.OPERATOR, Role.STEWARD, remark="for a period of one's own account"),
    "custody.credits.issue": Row(Role.OPERATOR, Role.STEWARD, remark="from one's own book and claim account"),
    "custody.credits.transfer": Row(*_TRADES, remark="credits that one has"),
    "custody.credits.retire": Row(*_TRADES, remark="credits that one has, for one's own lot"),
    "custody.account.withdraw": Row(Role.OPERATOR, Role.STEWARD, remark="from one's own account"),
}
