"""Finding a framework: built in by name, or a TOML file."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from domain.framework.framework import Framework
from domain.framework.framework_file import checked
from domain.values.errors import Refusal
from domain.values.messages import Quoted, parts
from projections.query import Parameter

SOURCE = Parameter("source", "framework", place="argument", metavar="[NAME|FILE.toml]")
"""A framework that is looked at before `init`, instead of the ledger's."""
BUILT_IN = Path(__file__).parent.parent / "domain" / "framework" / "frameworks"
LARGEST_BYTES = 1_000_000


def built_in_names() -> list[str]:
    """Names of the frameworks that come with the program."""
    return sorted(path.stem for path in BUILT_IN.glob("*.toml"))


Source = str | Mapping[str, object]
"""A built-in framework's name, what a TOML file says, or the mapping that it is."""


def load(source: Source) -> Framework:
    """A framework from where it is given, wholly checked.

    Raises `Refusal` (`FRAMEWORK_INVALID`) with all complaints.
    """
    return checked(mapping_of(source))


def mapping_of(source: Source) -> dict[str, object]:
    """The mapping of a framework; no file is opened for it, whatever it says.

    Raises `Refusal` (`FRAMEWORK_INVALID`) where it can't be read.
    """
    if isinstance(source, Mapping):
        return dict(source)
    if source in built_in_names():
        return source_of(source)
    if "\n" not in source.strip():
        raise Refusal(
            "FRAMEWORK_INVALID",
            "there is no built-in framework {name}; there are {built_in_names}.",
            name=Quoted(source),
            built_in_names=parts(built_in_names()),
        )
    try:
        return tomllib.loads(source)
    except ValueError as error:
        raise Refusal(
            "FRAMEWORK_INVALID", "the framework is not TOML: {error}.", error=error
        ) from None


def source_of(name: str) -> dict[str, object]:
    """The mapping of a built-in framework, else of the TOML file of that path.

    Raises `Refusal` (`FRAMEWORK_INVALID`) where it can't be read.
    """
    return _read(name)[1]


def text_of_source(name: str) -> str:
    """The text of the same: what `mapping_of` reads, on whatever machine."""
    text = _read(name)[0]
    return text if "\n" in text.strip() else f"#\n{text}"


def _read(name: str) -> tuple[str, dict[str, object]]:
    """What the file says, as text and as the mapping that it is."""
    path = BUILT_IN / f"{name}.toml" if name in built_in_names() else Path(name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:
            raise Refusal(
                "FRAMEWORK_INVALID", "{path} is too large for a framework.", path=path
            )
        text = data.decode("utf-8")
        return text, tomllib.loads(text)
    except OSError as error:
        raise Refusal(
            "FRAMEWORK_INVALID",
            "{name} is neither a built-in framework ({built_in_names}) nor a"
            " file that can be read ({strerror}).",
            name=Quoted(name),
            built_in_names=parts(built_in_names()),
            strerror=error.strerror,
        ) from None
    except ValueError as error:
        raise Refusal(
            "FRAMEWORK_INVALID", "{path} is not TOML: {error}.", path=path, error=error
        ) from None


def as_toml(framework: Framework) -> str:
    """The framework as a TOML file, dates as TOML has them."""
    import tomli_w

    return tomli_w.dumps(_dated(framework.to_mapping()))


def _dated(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _with_dates(name, value) for name, value in mapping.items()}


def _with_dates(name: str, value: Any) -> Any:  # noqa: ANN401  # any value of TOML
    if isinstance(value, Mapping):
        return _dated(value)
    if isinstance(value, list):
        return [_with_dates("", item) for item in value]
    return date.fromisoformat(value) if name in ("start", "end") else value
