"""How a command gives its report: `show(document)` and it is on standard output in the form that was asked for."""

from __future__ import annotations

import shutil
import sys
from enum import Enum
from typing import TYPE_CHECKING, ParamSpec, TextIO, TypeVar

import click

from netkit.cli.streams import colour_wanted, encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from netkit.render.lines import Line
    from netkit.render.page import Page
    from netkit.view import Block, Document, Json

__all__ = ["Form", "form", "page_of", "put", "reports", "say", "show", "show_stream"]

_KEY = "netkit.cli.output"
P = ParamSpec("P")
R = TypeVar("R")


class Form(Enum):
    """What the report is for: eyes, ears, or a program."""

    SCREEN = "screen"
    PLAIN = "plain"
    JSON = "json"


def reports(command: Callable[P, R]) -> Callable[P, R]:
    """The options `--json` and `--plain` for a command that calls `show`; they are no parameters of its function."""
    as_json = click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=_remember(Form.JSON),
        help="Give the report as JSON, for programs.",
    )
    as_plain = click.option(
        "--plain",
        is_flag=True,
        expose_value=False,
        envvar="NETKIT_PLAIN",
        callback=_remember(Form.PLAIN),
        help="Say everything in sentences, without columns and drawings: for screen readers.",
    )
    return as_json(as_plain(command))


def _remember(chosen: Form) -> Callable[[click.Context, click.Parameter, bool], None]:
    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  click calls it so
        if value and ctx.meta.get(_KEY) is not Form.JSON:
            ctx.meta[_KEY] = chosen

    return remember


def form() -> Form:
    """The form that the running command was asked for."""
    ctx = click.get_current_context(silent=True)
    found = ctx.meta.get(_KEY) if ctx is not None else None
    return found if isinstance(found, Form) else Form.SCREEN


def show(document: Document) -> None:
    """Put `document` on standard output: as JSON, as sentences, in colour on a terminal, or in columns in a pipe."""
    if sys.stdout is None:
        return
    if form() is Form.JSON:
        from netkit.render.json import document_text  # noqa: PLC0415  only those who ask for JSON need it

        sys.stdout.write(document_text(document.schema, document.data, encoding=encoding_of(sys.stdout)) + "\n")
        sys.stdout.flush()
    else:
        draw(document.blocks, sys.stdout)


def show_stream(schema: str, rows: Iterable[Mapping[str, Json]]) -> None:
    """Put each of `rows` on standard output at once, as a line of JSON with its schema."""
    from netkit.render.json import line_text  # noqa: PLC0415

    for row in rows:
        if sys.stdout is not None:
            sys.stdout.write(line_text(schema, row, encoding=encoding_of(sys.stdout)) + "\n")
            sys.stdout.flush()


def say(*blocks: Block) -> None:
    """Words beside the report (progress, advice): onto standard error, so that a pipe gets data only."""
    if sys.stderr is not None:
        draw(blocks, sys.stderr)


def draw(blocks: Sequence[Block], stream: TextIO) -> None:
    """`blocks` onto `stream` in the way that suits it and the form asked for."""
    from netkit.render.layout import arrange, arrange_aloud  # noqa: PLC0415  `netkit --help` draws no blocks

    page = page_of(stream)
    put(arrange_aloud(blocks, page) if form() is Form.PLAIN else arrange(blocks, page), stream)


def page_of(stream: TextIO) -> Page:
    """The page that `stream` is."""
    from netkit.render.page import Page  # noqa: PLC0415

    return Page(width=shutil.get_terminal_size().columns, encoding=encoding_of(stream), boxes=stream.isatty())


def put(lines: Iterable[Line], stream: TextIO) -> None:
    """Lines onto `stream`, in colour where that is wanted."""
    if form() is not Form.PLAIN and colour_wanted(stream):
        from netkit.render.terminal import write  # noqa: PLC0415  rich is for terminals alone

        write(lines, stream)
    else:
        from netkit.render.plain import texts  # noqa: PLC0415

        stream.writelines(f"{text}\n" for text in texts(lines))
    stream.flush()
