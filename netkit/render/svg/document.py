"""The frame of every SVG picture: its elements, its title and description, its colours on a light page, a dark one and on paper."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["colours", "coordinate", "document", "element", "escaped", "line", "path", "style", "text"]

# Name: (on a light page, on a dark one). Every one has a contrast of at least 4.5 to the page, but for those of mere guide lines.
_COLOURS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "paper": ("#ffffff", "#14181e"),
        "ink": ("#1d2430", "#e6e9ee"),
        "quiet": ("#5a6472", "#9ca6b4"),
        "guide": ("#dfe3e8", "#2c333d"),
        "frame": ("#8b95a3", "#66707e"),
        "mark-1": ("#1b5fae", "#7fb4f5"),
        "mark-2": ("#8a4b00", "#eab06a"),
        "mark-3": ("#7a3aa8", "#cda4f0"),
        "mark-4": ("#137253", "#6fd0ab"),
        "wrong": ("#b3202c", "#ff9088"),
    }
)
_ROOT = ".netkit-picture"
_FONT = "font:13px system-ui,sans-serif;font-variant-numeric:tabular-nums"


def coordinate(value: float) -> str:
    """A length with at most two digits after the point."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def escaped(raw: str) -> str:
    """`raw` made safe to look at, then safe to stand in XML."""
    shown = safe(raw)
    for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"), ("'", "#39")):
        shown = shown.replace(sign, f"&{name};")
    return shown


def element(name: str, *children: str, **attributes: str | float) -> str:
    """An element; `_` in an attribute's name is `-`, and one that ends in it stands for a word of Python (`class_`).

    Attributes are escaped; children are markup already.
    """
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    inside = "".join(children)
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else coordinate(value)


def text(x: float, y: float, raw: str, look: str = "ink", *, anchor: str = "start") -> str:
    """A line of text with its baseline at `y`; `look` names its classes."""
    return element("text", escaped(raw), x=x, y=y, class_=look, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=look)


def path(data: str, look: str) -> str:
    """A path; `data` holds numbers and the letters of commands alone."""
    return element("path", d=data, class_=look)


def document(
    title: str, description: Iterable[str], body: Iterable[str], width: float, height: float, *, live: bool = False
) -> str:
    """The whole picture. `description` is the text twin, a line for each event.

    A `live` one is a part of a page that has the rules of `style()` itself, and whose script acts on what is in the picture.
    """
    told = "\n".join(escaped(one) for one in description)
    children = [
        element("title", escaped(title)),
        element("desc", told) if told else "",
        "" if live else element("style", f"\n{colours(_ROOT)}\n{style()}\n"),
        element("rect", class_="paper", width=width, height=height),
        *body,
    ]
    return element(
        "svg",
        *(f"\n{child}" for child in children if child),
        "\n",
        xmlns="http://www.w3.org/2000/svg",
        version="1.1",
        class_="netkit-picture",
        role="group" if live else "img",
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        width=width,
        height=height,
    )


def colours(selector: str) -> str:
    """The colours as variables of `selector`, for light and dark pages and for paper."""
    light, dark = ("".join(f"--nk-{name}:{pair[at]};" for name, pair in _COLOURS.items()) for at in (0, 1))
    rules = [
        f"{selector}{{{light}}}",
        f"@media (prefers-color-scheme:dark){{{selector}{{{dark}}}}}",
        # paper is white, whatever the screen was
        f"@media print{{{selector}{{{light}}}}}",
    ]
    return "\n".join(rules)


def style() -> str:
    """The rules, all beneath the picture's own class, so that they touch nothing of a page around it."""
    marks = [f"mark-{number}" for number in (1, 2, 3, 4)]
    rules = [
        f"{_ROOT}{{max-width:100%;height:auto}}",
        _rule("text", _FONT),
        _rule(".title", "font-size:16px;font-weight:600"),
        _rule(".name", "font-weight:600"),
        _rule(".small", "font-size:11.5px"),
        _rule(".mono", "font-family:ui-monospace,monospace"),
        _rule(".strong", "font-weight:600"),
        _rule(".paper", _fill("paper")),
        *(_rule(f"text.{name}", _fill(name)) for name in ("ink", "quiet", "wrong", *marks)),
        *(_rule(f".fill-{name}", _fill(name)) for name in ("ink", "wrong", "paper", "frame", *marks)),
        *(_rule(f".tint-{name}", f"{_fill(name)};fill-opacity:.11") for name in ("frame", "wrong", *marks)),
        *(_rule(f".line-{name}", _line(name)) for name in ("ink", "guide", "frame", "paper", "wrong", *marks)),
        _rule(".thin", "stroke-width:1"),
        _rule(".bridge", "stroke-width:6"),
        _rule(".signs", "stroke-width:2"),
        _rule(".thick", "stroke-width:2.4"),
        _rule(".dash-1", "stroke-dasharray:7 4"),
        _rule(".dash-2", "stroke-dasharray:1.5 3.5"),
        _rule(".dash-3", "stroke-dasharray:10 3 2 3"),
        _rule(".dots", "stroke-linecap:round;stroke-width:4.4"),
    ]
    return "\n".join(rules)


def _rule(selector: str, told: str) -> str:
    return f"{_ROOT} {selector}{{{told}}}"


# Who does not know variables keeps the colour before.
def _fill(name: str) -> str:
    return f"fill:{_COLOURS[name][0]};fill:var(--nk-{name})"


def _line(name: str) -> str:
    return f"fill:none;stroke-width:1.6;stroke:{_COLOURS[name][0]};stroke:var(--nk-{name})"
