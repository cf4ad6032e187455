"""Drawing commands about a grant that stands, and earmarked funds."""

from fractions import Fraction

from tests.property.draw_projects import ProjectCommands
from tests.property.partnerships import Fields


class GrantCommands(ProjectCommands):
    """From the first payment to the last refund."""

    def _pay_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded", "determined")
        if self.one_in(2):
            fields["payee"] = self.text()
        fields["amount"] = self.amount(*self.grant_limits(project))

    def _determine_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded")
        fields["amount"] = self.amount(*self.grant_limits(project))
        if self.one_in(3):
            self._actual_cost(fields, project)
        if self.one_in(2):
            fields["decision"] = self.decision()
        if self.one_in(4):
            fields["ground"] = self.text()

    def _actual_cost(self, fields: Fields, project: str) -> None:
        """Around what the share makes of the cost, or of a round cost."""
        books = self.books
        newest = books.standing("award_grant", "raise_grant", project=project)
        held = (newest[-1].held if newest else None) or Fraction(100)
        borrowed = int(books.terms(project).get("borrowed_capacity", 0))
        grant = books.grant(project)
        fields["actual_cost"] = self.amount(lambda: borrowed + int(grant * 100 / held))
        if self.one_in(2):
            cost = self.pick((20_000_00, 1000_00, borrowed + 333_33))
            fields["actual_cost"] = self.euros(cost)
            fields["amount"] = self.amount(lambda: int(held / 100 * (cost - borrowed)))

    def _withdraw_grant(self, fields: Fields) -> None:
        self._of_grant(fields, "awarded", "determined")
        fields |= {"decision": self.decision(), "reason": self.text()}
        if self.one_in(4):
            fields["ground"] = self.text()

    def _receive_refund(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded", "determined", "withdrawn")
        fields["amount"] = self.amount(*self.grant_limits(project))

    def _write_off_recoverable(self, fields: Fields) -> None:
        project = self._of_grant(fields, "determined", "withdrawn")
        owing = [p for p in self.projects() if self.books.recoverable(p)]
        if owing and not self.one_in(5):
            project = self.pick(owing)
            fields["project"] = project
        fields["decision"] = self.decision()
        books = self.books
        owed = [lambda: books.recoverable(project)] * 3
        fields["amount"] = self.amount(*owed, lambda: books.recoverable(project) // 2)

    def _receive_funds(self, fields: Fields) -> None:
        project = self._of_grant(fields, "proposed", "awarded")
        fields["source"] = self.text()
        fields["amount"] = self.amount(self.held(project))

    def _spend_funds(self, fields: Fields) -> None:
        project = self._of_grant(fields, "proposed", "awarded")
        fields |= {"payee": self.text(), "description": self.text()}
        fields["amount"] = self.amount(self.held(project), self.held(project))
