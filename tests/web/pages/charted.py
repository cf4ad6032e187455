"""Charts as the tests look at them: what is drawn, and where."""

import re
from collections.abc import Iterator

from tests.web.pages.reading import Found, read
from tools.gallery.saying import saying
from web.pages.charts.drawing import Chart

WRITTEN = saying("en").written
_COMMANDS = re.compile(r"([A-Z])([^A-Z]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def drawings(chart: Chart) -> list[Found]:
    return read(chart).all("svg", "chart__drawing")


def rows(chart: Chart) -> list[list[str]]:
    """The texts of the table below, row by row."""
    body = read(chart).one("tbody")
    return [[cell.text for cell in row.inside] for row in body.all("tr")]


def path(d: str) -> list[tuple[float, float]]:
    """The places where an absolute path of lines turns."""
    points: list[tuple[float, float]] = []
    for command, given in _COMMANDS.findall(d):
        numbers = [float(each) for each in _NUMBER.findall(given)]
        points += _places(command, numbers, points)
    return points


def _places(
    command: str, given: list[float], before: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    match command:
        case "M" | "C":
            return list(zip(given[::2], given[1::2], strict=True))
        case "H":
            return [(given[0], before[-1][1])]
        case "V":
            return [(before[-1][0], given[0])]
    assert command == "Z"
    return []


def places(drawing: Found) -> Iterator[tuple[float, float]]:
    """Every place that anything in a drawing reaches to."""
    for each in drawing.all("path"):
        yield from path(each["d"])
    for each in drawing.all("rect"):
        left, top = float(each["x"]), float(each["y"])
        yield left, top
        yield left + float(each["width"]), top + float(each["height"])
    for each in drawing.all("circle"):
        yield float(each["cx"]), float(each["cy"])
    for each in drawing.all("text"):
        yield float(each["x"]), float(each["y"])


def check_inside(chart: Chart) -> None:
    """Nothing of a chart is drawn outside what is shown of it."""
    for drawing in drawings(chart):
        _, _, width, height = map(float, drawing["viewbox"].split())
        for x, y in places(drawing):
            assert -0.1 <= x <= width + 0.1, (x, width)
            assert -0.1 <= y <= height + 0.1, (y, height)


def lines(chart: Chart, ink: str) -> list[list[tuple[float, float]]]:
    """The lines of an ink, in both drawings."""
    return [
        path(each["d"])
        for drawing in drawings(chart)
        for each in drawing.all("path", f"line--{ink}")
    ]


def areas(chart: Chart, ink: str) -> list[list[tuple[float, float]]]:
    """The areas of an ink, in both drawings."""
    return [
        path(each["d"])
        for drawing in drawings(chart)
        for each in drawing.all("path", f"ink--{ink}")
    ]
