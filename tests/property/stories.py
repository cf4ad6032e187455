"""How often each command is drawn, and short stories of several."""

from domain.catalogue import offered

UNLIKELY = ("reverse", "annotate", "init", "lock_period", "reopen_period")
_WEIGHTS = {
    "record_decision": 1,
    "open_budget_year": 2,
    "amend_budget_year": 2,
    "allocate": 2,
    "set_funding_limits": 2,
    "transfer_budget": 5,
    "deviate": 4,
    "close_budget_year": 4,
    "lock_period": 1,
    "reopen_period": 1,
    "receive_contribution": 2,
    "repay_contribution": 2,
    "post_process_cost": 4,
    "receive_other": 3,
    "pay_other": 3,
    "reclassify": 7,
    "accept_finding": 1,
    "retract_project": 2,
    "propose_project": 2,
    "amend_project": 2,
    "award_grant": 8,
    "change_grant": 6,
    "reject_project": 1,
    "pay_grant": 8,
    "determine_grant": 4,
    "withdraw_grant": 2,
    "receive_refund": 5,
    "write_off_recoverable": 3,
    "receive_funds": 3,
    "spend_funds": 4,
    "record_participation": 2,
    "reverse": 10,
    "annotate": 1,
    "adopt_framework": 3,
    "register_export": 3,
}
OFFERED = frozenset(offered())
COMMANDS: list[str] = [
    name for name, n in _WEIGHTS.items() for _ in range(n) if name in OFFERED
]


Step = tuple[str, int]
"""A command, and how many days after the story's first day it counts."""
STORIES: tuple[tuple[Step, ...], ...] = (
    # Limits that are set later for an earlier day.
    (("set_funding_limits", 9), ("set_funding_limits", 0), ("award_grant", 10)),
    # Rejected, proposed again, awarded too early and in time.
    (("reject_project", 0), ("reverse", 9), ("award_grant", 5), ("award_grant", 9)),
    # Refunds that arrive in the wrong order.
    (
        ("award_grant", 0),
        ("pay_grant", 1),
        ("determine_grant", 2),
        ("receive_refund", 9),
        ("receive_refund", 5),
        ("write_off_recoverable", 9),
    ),
    # Awarded anew, mostly to be paid from another programme.
    (
        ("award_grant", 0),
        ("reverse", 1),
        ("amend_project", 2),
        ("award_grant", 3),
        ("pay_grant", 4),
        ("pay_grant", 4),
        ("determine_grant", 5),
        ("receive_refund", 6),
    ),
    # A year closed before its last raise.
    (("award_grant", 0), ("change_grant", 9), ("close_budget_year", 5)),
    # Two deviations that only suffice together.
    (
        ("set_funding_limits", 0),
        ("deviate", 0),
        ("deviate", 1),
        ("award_grant", 2),
        ("change_grant", 3),
    ),
    # Recorded, reversed, and recorded again in time and too early.
    (
        ("record_decision", 0),
        ("reverse", 4),
        ("record_decision", 3),
        ("record_decision", 4),
        ("amend_budget_year", 5),
    ),
    (
        ("propose_project", 0),
        ("receive_funds", 1),
        ("reverse", 4),
        ("propose_project", 3),
        ("propose_project", 4),
        ("reverse", 9),
    ),
    (
        ("open_budget_year", 0),
        ("set_funding_limits", 1),
        ("reverse", 4),
        ("open_budget_year", 3),
        ("open_budget_year", 4),
        ("allocate", 5),
    ),
    # Received in suspense, sent back in part, and found to be something else.
    (
        ("receive_other", 0),
        ("pay_other", 3),
        ("reclassify", 4),
        ("reclassify", 5),
        ("reverse", 6),
        ("pay_other", 6),
    ),
    (("pay_other", 0), ("receive_other", 3), ("reclassify", 4), ("reverse", 6)),
    # Paid for one project, booked as of another, settled.
    (
        ("award_grant", 0),
        ("pay_grant", 1),
        ("reclassify", 2),
        ("determine_grant", 3),
        ("receive_refund", 4),
        ("reclassify", 5),
        ("reverse", 6),
    ),
    # Others take part, and the grant is raised.
    (
        ("award_grant", 0),
        ("record_participation", 3),
        ("record_participation", 2),
        ("change_grant", 2),
        ("change_grant", 4),
        ("reverse", 5),
        ("change_grant", 6),
    ),
    # A grant leans on a deviation.
    (("deviate", 0), ("award_grant", 1), ("reverse", 2), ("reverse", 3)),
    (("retract_project", 0), ("reverse", 5), ("award_grant", 4), ("award_grant", 5)),
    # Closed, what is left carried on, and closed no more.
    (
        ("close_budget_year", 0),
        ("transfer_budget", 3),
        ("set_funding_limits", 4),
        ("reverse", 5),
        ("change_grant", 6),
    ),
    # A programme ends while grants in it run, and its budget goes elsewhere.
    (
        ("award_grant", 0),
        ("adopt_framework", 2),
        ("change_grant", 3),
        ("pay_grant", 3),
        ("transfer_budget", 4),
        ("determine_grant", 5),
        ("close_budget_year", 6),
    ),
    # Adopted, mended on the same day, and judged before and after.
    (
        ("adopt_framework", 2),
        ("adopt_framework", 2),
        ("award_grant", 1),
        ("award_grant", 3),
        ("post_process_cost", 1),
        ("post_process_cost", 3),
        ("set_funding_limits", 3),
    ),
    # Partners come and go, are called and pay.
    (
        ("adopt_framework", 0),
        ("receive_contribution", 1),
        ("amend_budget_year", 1),
        ("receive_contribution", 2),
        ("repay_contribution", 2),
        ("amend_project", 2),
        ("award_grant", 3),
    ),
    # What is opened under the next framework, or is closed under it.
    (
        ("adopt_framework", 0),
        ("open_budget_year", 1),
        ("allocate", 2),
        ("close_budget_year", 3),
        ("adopt_framework", 4),
        ("reverse", 5),
    ),
    # What is spent while the year is closed counts again when it reopens.
    (
        ("close_budget_year", 0),
        ("transfer_budget", 5),
        ("transfer_budget", 6),
        ("reverse", 9),
        ("post_process_cost", 9),
        ("transfer_budget", 5),
        ("post_process_cost", 5),
    ),
)
OF_PROJECTS = (
    "amend_project",
    "award_grant",
    "change_grant",
    "deviate",
    "determine_grant",
    "pay_grant",
    "receive_refund",
    "record_participation",
    "reject_project",
    "retract_project",
    "write_off_recoverable",
)
LIFE: dict[str, list[str]] = {
    status: [name for name in names.split() for _ in range(2)]
    + ["deviate", *["reverse"] * 3]
    for status, names in {
        "proposed": "award_grant award_grant award_grant award_grant award_grant"
        " amend_project receive_funds deviate retract_project reclassify",
        "retracted": "reverse receive_funds",
        "": "propose_project",
        "rejected": "reverse receive_funds spend_funds",
        "awarded": "pay_grant pay_grant pay_grant change_grant change_grant"
        " determine_grant determine_grant receive_refund receive_refund spend_funds"
        " reclassify reclassify record_participation",
        "determined": "pay_grant change_grant receive_refund write_off_recoverable"
        " withdraw_grant",
        "withdrawn": "receive_refund write_off_recoverable reverse spend_funds",
    }.items()
}
