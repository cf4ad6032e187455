"""The group `zuidas export`: its queries, and what is added beside them."""

from cli.queries.groups import QueryGroup

EXPORT = QueryGroup(
    "export",
    help="Files for the tax office, the auditor and the province's own ledger.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
