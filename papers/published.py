"""What is made public, by the query that gives it: a CSV with its data package."""

from papers.data_packages import Published, data_package
from projections.plain import as_json


def published(query: str) -> Published | None:
    """What the CSV of a query is published as; None of one that is not."""
    if query != "register grants":
        return None
    from papers.grant_register import FIELDS

    return Published("subsidieregister", "Subsidieregister", FIELDS)


def package_of(found: Published, path: str, content: bytes, *, dutch: bool) -> str:
    """The text of `datapackage.json` beside a CSV of that name and content."""
    return f"{as_json(data_package(found, path, content, dutch=dutch))}\n"
