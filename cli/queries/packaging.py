"""What goes beside a file that is published: the description of its columns."""

from cli.output import save
from cli.settings import Settings


def package(query: str, settings: Settings) -> None:
    """Write a data package beside the CSV of a query that is published.

    Raises `Unwritten`.
    """
    place = settings.output_file
    dutch = settings.shape == "csv-nl"
    if place is None or not place.endswith(".csv"):
        return
    if not dutch and settings.shape != "csv":
        return
    from pathlib import Path

    from papers.data_packages import NAME
    from papers.published import package_of, published

    found = published(query)
    if found is None:
        return
    file = Path(place)
    text = package_of(found, file.name, file.read_bytes(), dutch=dutch)
    save(text, file.with_name(NAME))
