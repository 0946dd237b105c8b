"""A room as JSON and back, whole: so that the plan of a network can be kept without the program that drew it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.address import Address, parse_address
from netkit.errors import AddressError, UsageError
from netkit.internet.room.machine import Machine
from netkit.internet.room.plan import Held, Room
from netkit.internet.room.services import Echo, Mail, NameServer, Resolver, Scripted, Web

if TYPE_CHECKING:
    from netkit.view import Json

__all__ = ["room_form", "room_of_form"]

MADE = MappingProxyType(
    {each.__name__: each for each in (Room, Machine, Echo, Mail, NameServer, Resolver, Scripted, Web)}
)
"""What a room is made of, by the word under which it is kept."""


def room_form(room: Room) -> Json:
    """All that there is to know of a room."""
    return _form(room)


def room_of_form(form: object) -> Room:
    """The room that was kept; UsageError for anything else."""
    try:
        found = _made(form)
        if isinstance(found, Room):
            found.check()
            return found
    except (ValueError, KeyError, TypeError, AttributeError, AddressError, RecursionError) as error:
        raise UsageError(
            "the plan of a network can't be read", where=f"{type(error).__name__}: {error}"[:200]
        ) from error
    raise UsageError("this is not the plan of a network", where=repr(form)[:80])


def _form(value: Any) -> Json:
    form: Json = value
    if isinstance(value, bytes):
        form = {"bytes": value.hex()}
    elif isinstance(value, Address):
        form = {"address": str(value)}
    elif isinstance(value, Held):
        form = {"address": str(value.address), "length": value.length}
    elif is_dataclass(value):
        form = {"is": type(value).__name__, **{each.name: _form(getattr(value, each.name)) for each in fields(value)}}
    elif isinstance(value, Mapping):
        form = {"pages": [[key, _form(each)] for key, each in value.items()]}
    elif isinstance(value, Sequence) and not isinstance(value, str):
        form = [_form(each) for each in value]
    return form


def _made(form: Any) -> Any:
    if isinstance(form, list):
        return tuple(_made(each) for each in form)
    if not isinstance(form, dict):
        return form
    if "is" in form:
        return MADE[form["is"]](**{name: _made(each) for name, each in form.items() if name != "is"})
    if "bytes" in form:
        return bytes.fromhex(form["bytes"])
    if "pages" in form:
        return {str(key): _made(each) for key, each in form["pages"]}
    address = parse_address(form["address"])
    return Held(address, int(form["length"])) if "length" in form else address
