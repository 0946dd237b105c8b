"""`netkit address route`: which route a packet takes, bit by bit."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from netkit.address.address import Address, parse_address
from netkit.address.routing.lookup import Table, look_up
from netkit.address.routing.text import parse_table
from netkit.address.routing.view import route_view
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import AddressError, UsageError

__all__ = ["route"]

_LARGEST_TABLE = 1 << 26
"""Bytes of a table that are read at most."""

_HINT = "netkit address route --route 0.0.0.0/0=192.0.2.1 203.0.113.9"


@click.command(
    cls=Command,
    examples=[
        ("ip route | netkit address route - 203.0.113.9", "this machine's own table"),
        ("netkit address route table.txt 203.0.113.9 2001:db8::7", "a table in a file"),
        (
            "netkit address route --route default=192.0.2.1 --route 203.0.113.0/24=R2 203.0.113.9",
            "a table made up here",
        ),
    ],
)
@click.argument("words", nargs=-1, required=False, metavar="[TABLE] DESTINATION…")
@click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="PREFIX=NEXTHOP",
    help="A route of the table (repeatable), instead of TABLE or added to it.",
)
@click.option("--all", "everything", is_flag=True, help="Show every route of the table, also those that don't match.")
@reports
def route(words: tuple[str, ...], routes: tuple[str, ...], *, everything: bool) -> None:
    """Which route a packet takes, bit by bit.

    TABLE is a file, or - for standard input: a route a line, as `ip route` or `ip -6 route` prints it, or PREFIX NEXTHOP. With --route it
    may be left out. Each DESTINATION is an address.
    """
    path, wanted = _split(words, given=bool(routes))
    destinations = [_destination(word) for word in wanted]
    found = parse_table(_read(path)) if path is not None else []
    found += [replace(one, order=one.order + len(found)) for one in parse_table(routes, numbered=False)]
    table = Table(found)
    if not table.routes:
        raise AddressError(
            "this table has no route",
            where=path or "",
            why="a table has a route a line, such as 192.0.2.0/24 via 10.0.0.1",
            hint=_HINT,
        )
    show(route_view(table, [look_up(table, destination) for destination in destinations], everything=everything))


def _split(words: tuple[str, ...], *, given: bool) -> tuple[str | None, tuple[str, ...]]:
    """The table's file (or none), and the destinations."""
    if given and words and words[0] != "-" and not Path(words[0]).exists():
        return None, words
    if not words:
        raise UsageError("which destination?", why="there is no address behind the command", hint=_HINT)
    if len(words) == 1:
        why = "a table and at least one destination are wanted"
        if _is_address(words[0]):
            raise UsageError("which table?", why=why, hint=f"ip route | netkit address route - {words[0]}")
        raise UsageError("which destination?", why=why, hint=f"netkit address route {words[0]} 203.0.113.9")
    if not given and _is_address(words[0]) and not Path(words[0]).exists():
        raise UsageError(
            "which table?",
            why=f"{words[0]} is an address, and no file is called so",
            hint=f"ip route | netkit address route - {' '.join(words)}",
        )
    return words[0], words[1:]


def _is_address(word: str) -> bool:
    try:
        parse_address(word)
    except AddressError:
        return False
    return True


def _destination(word: str) -> Address:
    address = parse_address(word)
    return Address(address.version, address.number)


def _read(path: str) -> list[str]:
    """The lines of a table."""
    if path == "-":
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(_LARGEST_TABLE + 1)
    else:
        with Path(path).open("rb") as file:
            data = file.read(_LARGEST_TABLE + 1)
    if len(data) > _LARGEST_TABLE:
        raise AddressError(
            f"{path} is too large for a routing table", why=f"netkit reads at most {_LARGEST_TABLE >> 20} MiB of one"
        )
    return data.decode("utf-8", "replace").splitlines()
