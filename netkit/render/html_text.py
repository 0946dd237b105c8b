"""Text and elements of HTML: whatever came from a wire is made safe, then escaped; markup comes from here alone."""

from __future__ import annotations

from html import escape

from netkit.render.safe import safe

__all__ = ["element", "text"]


def text(raw: str, *, newlines: bool = False) -> str:
    """`raw` as text of a page: nothing in it is markup, nothing hides or turns what stands around it."""
    return escape(safe(raw, newlines=newlines))


def element(name: str, *children: str, css: str = "", raw: bool = False, colspan: int = 1, style: str = "") -> str:
    """An element with children that are HTML already (or, with `raw`, the text of a style)."""
    attributes = (
        f' class="{css}"' * bool(css) + f' colspan="{colspan}"' * (colspan > 1) + f' style="{style}"' * bool(style)
    )
    content = "".join(children)
    return f"<{name}{attributes}>{content}</{name}>" if content or not raw else ""
