"""`netkit demo`: a two-minute tour on a real page load, without questions."""

from __future__ import annotations

import sys

import click

from netkit import content
from netkit.capture.catalogue import FILE, parse
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, show
from netkit.cli.tour import SCHEMA, scenes
from netkit.view import Block, Document, Fact, Facts, Json, Next, Sentence

__all__ = ["demo"]


@click.command(
    cls=Command,
    examples=[
        ("netkit demo", "the tour"),
        ("netkit demo --list", "the captures that come with netkit, and what each shows"),
    ],
)
@click.option("--list", "listed", is_flag=True, help="List the captures that come with netkit.")
@reports
def demo(*, listed: bool) -> None:
    """A two-minute tour: one page load, from the name to the last byte.

    It asks nothing. On a terminal it waits for a key between its scenes; in a pipe it runs through.
    """
    if listed:
        show(_captures())
        return
    tour = scenes()
    if form() is Form.JSON:
        told: list[Json] = [{"title": scene.title, "commands": list(scene.commands)} for scene in tour]
        show(Document(schema=SCHEMA, data={"scenes": told}))
        return
    watched = (
        all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)) and form() is Form.SCREEN
    )
    for number, scene in enumerate(tour, 1):
        show(Document(schema=SCHEMA, data={}, blocks=scene.blocks))
        if watched and number < len(tour):
            click.echo(f"\n({number} of {len(tour)}: any key goes on)", nl=False)
            click.getchar()
            click.echo()
        click.echo()


def _captures() -> Document:
    folder = content.captures()
    entries = parse((folder / FILE).read_text(encoding="utf-8"))
    rows = [Fact(label=entry.file, value=entry.title) for entry in entries]
    data: list[Json] = [
        {
            "file": entry.file,
            "title": entry.title,
            "shows": list(entry.shows),
            "records": entry.records,
            "sha256": entry.sha256,
            "made_with": entry.made_with,
        }
        for entry in entries
    ]
    blocks: list[Block] = [
        Sentence(text=f"{len(rows)} captures come with netkit, in {folder}"),
        Facts(rows=rows),
        Next(commands=[(f"netkit capture show {entries[0].file}", "by its name alone, from anywhere")]),
    ]
    return Document(schema="netkit.demo.captures/1", data={"folder": str(folder), "captures": data}, blocks=blocks)
