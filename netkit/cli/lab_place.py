"""Which lab a command means, and where its content lies: what the commands of `netkit lab` share."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from click.shell_completion import CompletionItem

from netkit import content
from netkit.cli.lab_code import isolated
from netkit.cli.output import say
from netkit.lab.student.folder import Work, find
from netkit.lab.student.kept_calls import keeping_calls
from netkit.lab.traffic import Library
from netkit.language import FOLDER, Language, named
from netkit.view import Paragraph

__all__ = [
    "LabName",
    "TaskName",
    "labs_folder",
    "language_code",
    "library",
    "now",
    "of_lab",
    "speaks",
    "the_language",
    "the_work",
]

_KEY = "netkit.cli.lab_language"

P = ParamSpec("P")
R = TypeVar("R")


def labs_folder() -> Path:
    """The folder of labs that comes with netkit."""
    return Path(str(content.labs()))


def library() -> Library:
    """The captures that come with netkit."""
    return Library(Path(str(content.captures())))


def now() -> str:
    """The time, as the log has it: seconds since 1970 with nine digits."""
    nanoseconds = time.time_ns()
    return f"{nanoseconds // 10**9}.{nanoseconds % 10**9:09}"


class LabName(click.ParamType[str]):
    """The name of a lab; completes to those there are."""

    name = "lab"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Without the slash that a shell puts behind the name of a folder, unless it is the path of a lab."""
        bare = value.rstrip(f"/{os.sep}")
        return value if "/" in bare.replace(os.sep, "/") or (Path(value) / "lab.toml").is_file() else bare

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The labs that begin so."""
        found = sorted(folder.name for folder in labs_folder().iterdir() if (folder / "lab.toml").is_file())
        return [CompletionItem(name) for name in found if name.startswith(incomplete)]


class TaskName(click.ParamType[str]):
    """The number of a task; completes to those of the lab one is in."""

    name = "task"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The tasks of the lab, with their titles."""
        work = find(labs_folder(), library(), Path.cwd())
        return [CompletionItem(task.id, help=task.title) for task in work.lab.tasks if task.id.startswith(incomplete)]


def speaks(command: Callable[P, R]) -> Callable[P, R]:
    """The option `--language` for a command of labs; it is no parameter of its function: `language_code` has it."""
    return click.option(
        "--language",
        expose_value=False,
        envvar="NETKIT_LANGUAGE",
        callback=_remember,
        metavar="CODE",
        help="The language of the lab's sentences, such as de; what it lacks is in English.",
    )(command)


def _remember(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    ctx.meta[_KEY] = value or ""


def language_code() -> str:
    """The code of the language that the running command was asked for; empty if for none."""
    ctx = click.get_current_context(silent=True)
    return str(ctx.meta.get(_KEY, "")) if ctx is not None else ""


def the_language() -> Language:
    """The language that the running command was asked for, of the labs that come with netkit."""
    return named(language_code(), labs_folder() / FOLDER)


def of_lab(command: Callable[P, R]) -> Callable[P, R]:
    """The options `--lab`, `--folder` and `--language`, for a command that works on a lab that was begun."""
    lab = click.option(
        "--lab", "slug", default="", type=LabName(), metavar="NAME", help="The lab meant, if several were begun here."
    )
    folder = click.option(
        "--folder",
        type=click.Path(file_okay=False, path_type=Path),
        default=".",
        help="Where the lab's folder lies, if not here.",
    )
    return lab(folder(speaks(command)))


def the_work(slug: str, folder: Path) -> Work:
    """The lab that is meant, with what was done so far; says which one, and what is odd, on standard error."""
    place = folder.absolute()
    work = find(labs_folder(), library(), place, slug, language=language_code())
    language = work.variant.language
    work.variant.run = keeping_calls(work.folder, isolated())
    if not slug and work.folder != place and work.folder not in place.parents:
        told = language.say(
            "note.which-lab",
            "(the lab {lab}, in {folder}; --lab names another)",
            lab=work.lab.slug,
            folder=work.folder.name,
        )
        say(Paragraph(text=told, quiet=True))
    if work.progress.damaged:
        lines = ", ".join(map(str, work.progress.damaged[:10]))
        told = language.say(
            "note.damaged",
            "(line {lines} of {file} can't be read; it is left as it is, the others count)",
            lines=lines,
            file=f"{work.folder.name}/progress.jsonl",
        )
        say(Paragraph(text=told))
    if work.other_version:
        told = language.say(
            "note.other-version",
            "(begun with version {before} of the lab, now it is {now}: the numbers may differ)",
            before=work.progress.version,
            now=work.lab.version,
        )
        say(Paragraph(text=told))
    return work
