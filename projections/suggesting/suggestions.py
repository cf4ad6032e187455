"""All suggestions of a ledger: what is open, beside everything that it may be."""

from collections.abc import Iterator, Sequence

from projections.answers.bank import Lines, OpenLine, open_lines
from projections.answers.corrections import Corrections
from projections.snapshot import View
from projections.suggesting.accounts import known_accounts
from projections.suggesting.assigning import Assigning, Suggestion
from projections.suggesting.expected import Known, expected
from projections.suggesting.grants import papers
from projections.suggesting.open_entries import open_candidates
from projections.suggesting.orders import open_orders
from projections.suggesting.parties import Counterparties, Names, Partners
from projections.suggesting.pool import Pool
from projections.suggesting.returns import Returns
from projections.suggesting.rules import Rule
from projections.suggesting.scoring import Scorer
from projections.suggesting.shown import Recognised


def suggestions(view: View, rules: Sequence[Rule] = ()) -> Iterator[Suggestion]:
    """At most one of each line that is open at the date, in the order of lines."""
    lines = open_lines(view)
    return _assigning(view, rules, lines).suggestions() if lines else iter(())


def suggestions_of(view: View, line: str) -> Iterator[Suggestion]:
    """Everything that one line may be, the best first; it must be open at the date."""
    return _assigning(view, (), open_lines(view)).of_line(line)


def _assigning(
    view: View, rules: Sequence[Rule], open_ones: Sequence[OpenLine]
) -> Assigning:
    corrected = Corrections(view)
    partners, projects = Partners(view), papers(view, corrected)
    parties = Counterparties(partners, projects, corrected)
    entries = list(open_candidates(view, parties, projects, corrected, 0))
    known = Known(view, partners, projects, open_orders(view, parties))
    pool = Pool([*entries, *expected(known, len(entries))])
    accounts = known_accounts(view, parties)
    recognised = Recognised(
        {*pool.words, *(rule.text for rule in rules if rule.text)},
        Names(pool.parties),
        rules,
    )
    texts = Lines(view)
    lines = [
        recognised.shown(line, texts.of(line.statement, line.number))
        for line in open_ones
    ]
    returns = Returns(lines, accounts, pool.words)
    scorer = Scorer(pool, accounts, rules)
    return Assigning(lines, scorer, returns)
