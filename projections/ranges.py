"""The parameters of a range of dates, the same in every query that has one."""

from projections.query import Parameter

FROM = Parameter("from", "date", "First date.", argument="start")
TO = Parameter("to", "date", "Last date (that of --at).", argument="end")
COMPARE = Parameter("compare", "date", "A second column: as of this date.")
