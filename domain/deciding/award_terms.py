"""What the terms of an award must be among themselves: its days and its advances."""

from itertools import pairwise

from domain.entries.grants import AwardGrant
from domain.values.errors import Refusal
from domain.values.messages import Euro, parts


def check_days(award: AwardGrant) -> None:
    """Its days in order: period, determination, advances.

    Raises `Refusal` (`BAD_DATE`).
    """
    _check_period(award)
    if award.determination_due is not None and award.determination_due < award.date:
        raise Refusal(
            "BAD_DATE",
            "the determination is due on {due}, before the award on {day}.",
            field="determination_due",
            due=award.determination_due,
            day=award.date,
        )
    _check_advances(award)


def _check_period(award: AwardGrant) -> None:
    start, end = award.start_date, award.end_date
    if start is not None and end is not None and end < start:
        raise Refusal(
            "BAD_DATE",
            "the project ends on {end}, before it starts on {start}.",
            field="end_date",
            end=end,
            start=start,
        )


def _check_advances(award: AwardGrant) -> None:
    """None before the award, and each on the day of the one before it or later."""
    days = [each.date for each in award.advance_schedule or ()]
    if days and days[0] < award.date:
        raise Refusal(
            "BAD_DATE",
            "an advance is planned on {advance}, before the award on {day}.",
            field="advance_schedule",
            advance=days[0],
            day=award.date,
        )
    for earlier, later in pairwise(days):
        if later < earlier:
            raise Refusal(
                "BAD_DATE",
                "the advance of {later} stands after that of {earlier}; give the"
                " advances in the order of their dates.",
                field="advance_schedule",
                later=later,
                earlier=earlier,
            )


def check_schedule(award: AwardGrant) -> None:
    """The advances together are at most the grant; raises `Refusal`.

    Its code is `SCOPE_INVALID`.
    """
    amounts = [each.amount for each in award.advance_schedule or ()]
    if sum(amounts) > award.amount:
        raise Refusal(
            "SCOPE_INVALID",
            "the advances {amounts} = {total} are more than the grant of {grant}.",
            field="advance_schedule",
            amounts=parts(map(Euro, amounts), " + "),
            total=Euro(sum(amounts)),
            grant=Euro(award.amount),
        )
