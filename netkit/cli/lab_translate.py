"""`netkit lab translate`: begin a language, or see how far one is."""

from __future__ import annotations

import json
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import labs_folder, library
from netkit.cli.output import reports, show
from netkit.errors import AccessError, ExitCode, UsageError

__all__ = ["translate"]


@click.command(
    cls=Command,
    examples=[
        ("netkit lab translate de.toml --name Deutsch", "begin German: a file with every sentence in English"),
        ("netkit lab translate de.toml", "how far it is, and what in it does not fit"),
        ("netkit lab translate de.toml --add", "write what is new or missing at its end"),
    ],
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", default="", help="What the language calls itself, to begin it.")
@click.option("--add", is_flag=True, help="Write the missing sentences at the end of the file, in English, as notes.")
@click.option(
    "--labs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of labs that do not come with netkit; only their sentences are looked at.",
)
@click.pass_context
@reports
def translate(ctx: click.Context, file: Path, name: str, labs: Path | None, *, add: bool) -> None:
    """Begin a language, or see how far one is.

    FILE is named by the language's code, such as de.toml. Where there is none it is written, with every sentence and its id; the English
    stays wherever nothing is written for it. The exit code is 1 if something in the file does not fit.
    """
    from netkit.lab.authoring.translating import compare, skeleton  # noqa: PLC0415  it reads netkit's own code
    from netkit.lab.authoring.translation_view import begun, compared  # noqa: PLC0415
    from netkit.language import read  # noqa: PLC0415

    begins = not file.exists()
    if begins:
        _check_begun(file, name)
    sentences = _sentences(labs)
    if begins:
        _begin(file, name, skeleton(sentences))
        show(begun(file.stem, str(file), sentences))
        return
    language = read(file)
    found = compare(language, sentences)
    added = 0
    if add:
        text = file.read_text(encoding="utf-8")
        lines = set(text.splitlines())
        new = {each: sentences[each] for each in found.missing if f'#{each} = ""' not in lines}
        added = len(new)
        if new:
            _write(file, f"{text.rstrip()}\n\n{skeleton(new)}")
    show(compared(language, str(file), sentences, found, added))
    if found.faults or found.unknown:
        ctx.exit(ExitCode.WRONG)


def _sentences(labs: Path | None) -> dict[str, str]:
    """Every sentence that there is to translate: netkit's own and those of its labs, or those of other labs."""
    from netkit.lab.authoring.translating import engine_sentences, lab_sentences  # noqa: PLC0415
    from netkit.lab.paths import read_paths  # noqa: PLC0415
    from netkit.lab.student.folder import all_labs  # noqa: PLC0415

    found = engine_sentences() if labs is None else {}
    folder, captures = labs or labs_folder(), library()
    every = all_labs(folder)
    for lab in every:
        found |= lab_sentences(lab, captures)
    return found | {f"path.{path.id}.title": path.title for path in read_paths(folder, every)}


def _check_begun(file: Path, name: str) -> None:
    """UsageError for a file or a name that no language can begin with."""
    from netkit.language import LONGEST_NAME, is_code, is_name  # noqa: PLC0415

    if file.suffix != ".toml" or not is_code(file.stem):
        raise UsageError(
            f"{file} is no name for a language",
            why="it is the language's code (ISO 639) in small letters, and .toml",
            hint="de.toml for German, pt-BR.toml for the Portuguese of Brazil",
        )
    if not name:
        raise UsageError(
            f"{file} is not there yet",
            why="a language says what it is called",
            hint=f"netkit lab translate {file} --name Deutsch begins it",
        )
    if not is_name(name):
        raise UsageError(
            f"{name[:LONGEST_NAME]!r} can't be what a language is called",
            why=f"a name is {LONGEST_NAME} characters at most, all of which can be shown",
            hint="--name Deutsch",
        )


def _begin(file: Path, name: str, text: str) -> None:
    head = "\n".join(
        (
            "# Sentences of netkit in another language; docs/languages.md of netkit says how to write them.",
            "# Take the # before an id away and write the sentence between the quotes. What is in braces stays as it is.",
            f'code = "{file.stem}"',
            f"name = {json.dumps(name, ensure_ascii=False)}",
        )
    )
    _write(file, f"{head}\n\n{text}")


def _write(file: Path, text: str) -> None:
    from netkit.lab.whole_file import write_whole  # noqa: PLC0415

    try:
        write_whole(file, text.encode())
    except OSError as error:
        raise AccessError(f"{file} can't be written", why=str(error.strerror)) from error
