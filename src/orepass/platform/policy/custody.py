"""Who may do what in custody."""

from typing import Final

from orepass.platform.access import Role, Row

_TRADES: Final = (Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, Role.STEWARD)

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
    "custody.account.open": Row(Role.OPERATOR, Role.STEWARD, remark="at one's own site"),
    "custody.account.withdraw": Row(Role.OPERATOR, Role.STEWARD, remark="from one's own account"),
}
