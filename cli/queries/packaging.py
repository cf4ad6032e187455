"""What goes beside a file that is published: the description of its columns."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import as_json, save
from cli.settings import Settings

if TYPE_CHECKING:
    from papers.data_packages import Published


def _grants() -> "Published":
    from papers.data_packages import Published
    from papers.grant_register import FIELDS

    return Published("subsidieregister", "Subsidieregister", FIELDS)


_PUBLISHED: Mapping[str, Callable[[], "Published"]] = {"register grants": _grants}
"""By the query whose CSV is published."""


def package(query: str, settings: Settings) -> None:
    """Write a data package beside the CSV of a query that is published.

    Raises `Unwritten`.
    """
    place = settings.output_file
    dutch = settings.shape == "csv-nl"
    if query not in _PUBLISHED or place is None or not place.endswith(".csv"):
        return
    if not dutch and settings.shape != "csv":
        return
    from papers.data_packages import NAME, data_package

    file = Path(place)
    found = data_package(_PUBLISHED[query](), file.name, file.read_bytes(), dutch=dutch)
    save(f"{as_json(found)}\n", file.with_name(NAME))
