"""`netkit dns zones`: what there is in the made-up internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, show
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.dns.made_up import MadeUpInternet

__all__ = ["zones"]


class LessonOrZone(click.ParamType[str]):
    """A lesson's or a zone's name, which the TAB key completes."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The lessons and zones that begin so."""
        from netkit.dns.made_up.tables import read_lessons, zone_names  # noqa: PLC0415

        lessons = [(each.slug, each.title) for each in read_lessons()] if param.name == "word" else []
        named = [*lessons, *((zone.rstrip(".") or ".", "a zone") for zone in zone_names())]
        return [CompletionItem(name, help=told) for name, told in named if name.startswith(incomplete.lower())]


@click.command(
    cls=Command,
    examples=[
        ("netkit dns zones", "all lessons and all zones"),
        ("netkit dns zones glue-missing", "a lesson: its story, its servers, its records"),
        ("netkit dns zones example.test", "a zone"),
        ("netkit dns zones --file example.test", "the zone's master file, for other programs"),
        ("netkit dns zones --signed --file nsec3.test", "the same with its keys and signatures"),
    ],
)
@click.argument("word", required=False, type=LessonOrZone(), metavar="[LESSON|ZONE]")
@click.option("--file", "file_of", type=LessonOrZone(), metavar="ZONE", help="Print this zone's master file alone.")
@click.option("--signed", is_flag=True, help="With --file: as it is served, with keys, denials and signatures.")
@reports
def zones(word: str | None, file_of: str | None, *, signed: bool) -> None:
    """What there is to find in the made-up internet: its lessons, zones and servers.

    It needs no network: all names and addresses in it are reserved for documentation and testing.
    """
    from netkit.dns.made_up import MadeUpInternet  # noqa: PLC0415  dnspython takes its time
    from netkit.dns.made_up.view import internet_view, lesson_view, zone_view  # noqa: PLC0415

    internet = MadeUpInternet()
    if file_of is not None:
        _file(internet, word, file_of, signed=signed)
        return
    if signed:
        raise UsageError(
            "--signed needs a zone",
            why="it adds the keys and signatures to the file that --file prints",
            hint=f"netkit dns zones --signed --file {(word or 'example.test')[:60]}",
        )
    if word is None:
        show(internet_view(internet, aloud=form() is Form.PLAIN))
        return
    found = internet.found(word)
    show(zone_view(internet, found) if isinstance(found, str) else lesson_view(internet, found))


def _file(internet: MadeUpInternet, word: str | None, zone: str, *, signed: bool) -> None:
    """The master file itself, or in JSON the zone with it."""
    from netkit.dns.made_up.finding import zone_named  # noqa: PLC0415
    from netkit.dns.made_up.tables import zone_text  # noqa: PLC0415
    from netkit.dns.made_up.view import served_text, zone_view  # noqa: PLC0415

    if word is not None:
        raise UsageError(
            f"{word[:60]!r} is one word too many",
            why="--file prints one zone's master file and nothing else",
            hint=f"netkit dns zones {word[:60]}",
        )
    name = zone_named(zone, internet.zones)
    if form() is Form.JSON:
        show(zone_view(internet, name, signed=signed))
    else:
        click.echo(served_text(internet, name) if signed else zone_text(name), nl=False)
