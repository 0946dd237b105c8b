"""`netkit packet diagram`: a header's picture, as the RFCs draw it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from netkit.cli.choosing import link_type_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_source import read_packet
from netkit.errors import UsageError
from netkit.packet.diagram import diagram_of_layer, diagram_of_tables
from netkit.packet.header import Header
from netkit.packet.pictures import HEADERS
from netkit.packet.view import field_json
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Sentence

__all__ = ["diagram"]

SCHEMA = "netkit.packet.diagram/1"


class HeaderName(click.ParamType[str]):
    """The name of a header, or a packet; completes to the names."""

    name = "header"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The headers that begin so."""
        return [CompletionItem(name) for name in HEADERS if name.startswith(incomplete)]


@click.command(
    cls=Command,
    examples=[
        ("netkit packet diagram tcp", "the header of TCP"),
        ("netkit packet diagram page-load-01.pcapng:10", "the headers of a packet, with its values"),
        ("netkit packet diagram", "which headers there are"),
    ],
)
@click.argument("what", nargs=-1, type=HeaderName())
@link_type_option("What the first byte of a packet in hex begins.")
@reports
def diagram(what: tuple[str, ...], link_type: int | None) -> None:
    """A header's picture, as the RFCs draw it.

    WHAT is the name of a header, or a packet as `netkit packet explain` takes it, whose values are then drawn in.
    """
    if not what:
        show(_list())
        return
    name = what[0].lower()
    if name in HEADERS:
        show(_of_header(name, HEADERS[name]))
        return
    near = difflib.get_close_matches(name, HEADERS, n=3, cutoff=0.5)
    if len(what) == 1 and name.replace("-", "").isalnum() and near and not _may_be_hex(name):
        raise UsageError(f"there is no header {name}", hint=f"did you mean {' or '.join(near)}?")
    source = read_packet(what, link_type)
    blocks: list[Block] = [Sentence(text=source.title)]
    layers: list[Json] = []
    for layer in source.packet.layers:
        blocks.append(diagram_of_layer(layer))
        layers.append({"name": layer.name, "rfc": layer.rfc, "fields": [field_json(field) for field in layer.fields]})
    show(Document(schema=SCHEMA, data={"title": source.title, "headers": layers}, blocks=blocks))


def _may_be_hex(word: str) -> bool:
    return all(character in "0123456789abcdef" for character in word)


def _list() -> Document:
    rows = [
        Fact(label=name, value=(tables[-1].__doc__ or "").partition("\n")[0], source=tables[0].rfc)
        for name, tables in HEADERS.items()
    ]
    names: list[Json] = [
        {"name": name, "title": tables[-1].title, "rfc": tables[-1].rfc} for name, tables in HEADERS.items()
    ]
    blocks: list[Block] = [Sentence(text="The headers that netkit can draw"), Facts(rows=rows)]
    blocks.append(Next(commands=[("netkit packet diagram ipv4", "")]))
    return Document(schema="netkit.packet.headers/1", data={"headers": names}, blocks=blocks)


def _of_header(name: str, tables: Sequence[type[Header]]) -> Document:
    """The picture of a header without values, and what each field is for."""
    title = f"{tables[-1].title} ({tables[-1].rfc})" if tables[-1].rfc else tables[-1].title
    rows = []
    fields: list[Json] = []
    offset = 0
    for field in (field for table in tables for field in table.fields):
        width = field.width_bits
        rows.append(
            Fact(
                label=field.label,
                value=f"{width} bits" if width != 1 and width else "1 bit" if width else "variable",
                note=field.meaning,
                source=field.rfc,
            )
        )
        fields.append(
            {
                "key": field.key,
                "name": field.label,
                "start_bit": offset,
                "width_bits": width,
                "meaning": field.meaning,
                "rfc": field.rfc,
            }
        )
        offset += field.width
    blocks: list[Block] = [
        Sentence(text=f"{tables[-1].title} · {(tables[-1].__doc__ or '').partition(chr(10))[0]}"),
        diagram_of_tables(title, tables),
        Heading(text="What each field is for"),
        Facts(rows=rows),
    ]
    return Document(
        schema=SCHEMA,
        data={"title": title, "headers": [{"name": name, "rfc": tables[-1].rfc, "fields": fields}]},
        blocks=blocks,
    )
