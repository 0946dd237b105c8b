"""A page as one HTML file that loads nothing: its style and script stand in it, and a policy allows these two and no other.

The data are deflated and in base64, so nothing that came from a wire can end an element of the page, or begin one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader

from netkit.capture.page.contents import Contents
from netkit.render.safe import safe

__all__ = ["html"]

STYLES = ("colours", "frame", "packets", "fields", "streams", "paper")
SCRIPTS = (
    "elements",
    "data",
    "place",
    "filter_words",
    "filter_errors",
    "filter_values",
    "filter_expressions",
    "filter_tests",
    "filter",
    "packet_list",
    "packet_fields",
    "packet_bytes",
    "packet_view",
    "ladder",
    "streams",
    "filter_box",
    "page",
)
"""The files of the style and the script, in their order."""


def html(contents: Contents) -> str:
    """The text of the page."""
    style, script = _joined("style", STYLES, "css"), _joined("script", SCRIPTS, "js")
    script = f"(() => {{\n'use strict';\n{script}}})();\n"
    environment = Environment(loader=PackageLoader("netkit.capture.page", "look"), autoescape=True, trim_blocks=True)
    return environment.get_template("page.html").render(
        title=safe(contents.title),
        sentence=contents.sentence,
        notices=[safe(notice) for notice in contents.notices],
        rows=[[safe(cell) for cell in row] for row in contents.rows],
        packets=contents.packets,
        data=_packed(json.dumps(contents.data, separators=(",", ":")).encode("ascii")),
        octets=_packed(contents.octets),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


@cache
def _joined(folder: str, names: tuple[str, ...], ending: str) -> str:
    place = resources.files("netkit.capture.page").joinpath("look", folder)
    return "\n".join(place.joinpath(f"{name}.{ending}").read_text("utf-8") for name in names)


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def _hash(text: str) -> str:
    """What the policy calls an element by its text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
