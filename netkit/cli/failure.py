"""What people see when something goes wrong: what, where, why, what to do next; and the exit code."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import traceback
from typing import TYPE_CHECKING, TextIO

import click

from netkit.cli.missing_file import missing_file
from netkit.cli.misuse import misuse
from netkit.cli.streams import colour_wanted, encoding_of, hush
from netkit.errors import ExitCode, NetkitError
from netkit.render.lines import Line, Style, wrap
from netkit.render.page import Page
from netkit.render.plain import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["report"]

_ASKED_WRONG = (FileNotFoundError, IsADirectoryError, NotADirectoryError, FileExistsError)


def report(error: BaseException, arguments: Sequence[str]) -> int:
    """Tell of `error` on standard error, if anybody listens there; the exit code that it means."""
    told, code = _judged(error, arguments)
    if sys.stderr is None:
        return code
    try:
        if os.environ.get("NETKIT_TRACEBACK"):
            traceback.print_exception(error)
        _tell(told, sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        hush(sys.stderr)
    return code


def _judged(error: BaseException, arguments: Sequence[str]) -> tuple[NetkitError | None, int]:
    """What there is to say of `error` (nothing more than "interrupted" if None), and its exit code."""
    match error:
        case NetkitError():
            return error, error.exit_code
        case KeyboardInterrupt() | EOFError() | click.Abort():
            return None, ExitCode.INTERRUPTED
        case click.ClickException():
            return misuse(error), ExitCode.USAGE
        case OSError():
            return _of_system(error), ExitCode.USAGE if _asked_wrong(error) else ExitCode.NETWORK
        case _:
            return _of_netkit(error, arguments), ExitCode.FAULT


def _asked_wrong(error: OSError) -> bool:
    return isinstance(error, _ASKED_WRONG) or error.errno == errno.ENAMETOOLONG


def _of_system(error: OSError) -> NetkitError:
    """The operating system's refusal, with the file that it is about."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    about = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    if isinstance(error, FileNotFoundError) and not about:
        return NetkitError(
            "the folder that you stand in is gone",
            why="it was deleted or moved while this terminal was in it",
            hint="cd to a folder that is there, and try again",
        )
    if isinstance(error, FileNotFoundError):
        return missing_file(os.fsdecode(error.filename))
    hint = "free some space, or write elsewhere" if error.errno == errno.ENOSPC else ""
    return NetkitError(f"{about}{reason}", hint=hint)


def _of_netkit(error: BaseException, arguments: Sequence[str]) -> NetkitError:
    """A fault of ours: nothing that the user did, and what we would like to know of it."""
    told = str(error)
    return NetkitError(
        "this is a fault in netkit, not yours",
        where=f"{type(error).__name__}: {told[:500]}" if told else type(error).__name__,
        why=f"it happened in: netkit {' '.join(arguments)[:500]}",
        hint="please report these lines; with NETKIT_TRACEBACK=1 set, netkit says more",
    )


def _tell(error: NetkitError | None, stream: TextIO) -> None:
    """`error:`, where and why indented, `hint:` last, for the end is where people look."""
    if error is None:
        # a terminal has echoed ^C where the cursor was
        stream.write("\ninterrupted\n" if stream.isatty() else "interrupted\n")
        return
    page = Page(width=shutil.get_terminal_size().columns, encoding=encoding_of(stream))
    lines = list(_marked("error:", error.what, Style.TROUBLE, page))
    for part in (error.where, error.why):
        lines += [[("  ", Style.TEXT), *line] for line in _paragraph(part, page.narrowed(2))] if part else []
    if error.hint:
        lines += _marked("hint:", error.hint, Style.COMMAND, page)
    if colour_wanted(stream):
        from netkit.render.terminal import write  # noqa: PLC0415  rich is for terminals alone

        write(lines, stream)
    else:
        stream.writelines(f"{text}\n" for text in texts(lines))


def _marked(word: str, text: str, style: Style, page: Page) -> Iterator[Line]:
    """The word that says what kind of line it is, and the text after it."""
    first, *rest = page.lines(text)
    yield from wrap([(word, style), (f" {first}", Style.TEXT)], page.prose, hang=2)
    for line in rest:
        yield [("  ", Style.TEXT), (line, Style.TEXT)]


def _paragraph(text: str, page: Page) -> Iterator[Line]:
    for line in page.lines(text):
        yield from wrap([(line, Style.TEXT)], page.prose) if len(line) > page.prose else [[(line, Style.TEXT)]]
