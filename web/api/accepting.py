"""Which of the forms that an operation gives is one that was asked for (RFC 9110)."""

from collections.abc import Iterator, Sequence

from domain.values.errors import Refusal
from domain.values.messages import Quoted

_ANYTHING = "*/*"


def acceptable(accept: str | None, gives: Sequence[str]) -> str:
    """The media type to answer in: the one that is liked best, the first of equals.

    Raises `Refusal` (`NOT_ACCEPTABLE`) where none is.
    """
    if accept is None or not accept.strip():
        return gives[0]
    wanted = list(_ranges(accept))
    liked = [(_quality(media.partition(";")[0], wanted), media) for media in gives]
    best, media = max(liked, key=lambda each: each[0])
    if best > 0:
        return media
    raise Refusal(
        "NOT_ACCEPTABLE",
        "{accept} can't be given here; {gives} can.",
        accept=Quoted(accept),
        gives=list(gives),
    )


def accepts(accept: str | None, media: str) -> bool:
    """A media type is named among those that are asked for."""
    return any(form == media for form, _ in _ranges(accept or ""))


def parameter_of(accept: str, media: str, name: str) -> str | None:
    """What is said of a media type that is asked for: `shape` in `x/y; shape=csv`."""
    for each in accept.split(","):
        found, *parameters = (part.strip() for part in each.split(";"))
        if found.lower() == media:
            for parameter in parameters:
                key, _, value = parameter.partition("=")
                if key.strip().lower() == name:
                    return value.strip().strip('"')
    return None


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for each in accept.split(","):
        media, *parameters = (part.strip().lower() for part in each.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        yield media, quality


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _quality(media: str, wanted: Sequence[tuple[str, float]]) -> float:
    """How well a type is liked: by the most exact range that it falls in."""
    kind = media.partition("/")[0]
    for form in (media, f"{kind}/*", _ANYTHING):
        found = [quality for each, quality in wanted if each == form]
        if found:
            # A report is for those who name it, never for who takes anything.
            return max(found) if form == media or "vnd." not in media else 0.0
    return 0.0
