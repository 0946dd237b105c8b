"""A room that was kept is the room that it was, and what is no room is none, whatever it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.address import parse_address
from netkit.errors import UsageError
from netkit.internet.room import Echo, Held, Machine, Mail, NameServer, Resolver, Room, Scripted, Web, everyday_room
from netkit.internet.room.form import room_form, room_of_form

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
WORDS = st.sampled_from(
    ["is", "bytes", "address", "length", "pages", "Room", "Machine", "Web", "name", "student", "port"]
)
ANY = st.recursive(
    PLAIN | WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5), max_leaves=12
)


def rich_room():
    services = (
        Web(pages={"/": bytes(range(256)), "/b": b""}, port=8080),
        Mail(name="mail.test", about="hi"),
        Scripted(port=9, greeting=b"\xff", answer=b"\n\x00", late=0.25, farewell=(b"a", b"b"), pause=1.5),
        NameServer(zones=("$ORIGIN a.test.\n@ 1 SOA a b 1 2 3 4 5\n",)),
        Echo(port=77),
    )
    return Room(
        student=(Held(parse_address("2001:db8::2"), 64),),
        router=(Held(parse_address("2001:db8::1"), 64),),
        machines=(
            Machine(name="m", addresses=(parse_address("2001:db8::5"),), services=services),
            Machine(name="r", addresses=(parse_address("2001:db8:1::5"),), services=(Resolver(),)),
        ),
        resolvers=(parse_address("2001:db8:1::5"),),
        mtu=1400,
        internet=False,
    )


@pytest.mark.parametrize("room", [everyday_room(), rich_room()])
def test_there_and_back(room):
    assert room_of_form(json.loads(json.dumps(room_form(room)))) == room


@given(ANY)
def test_what_is_no_room(form):
    with pytest.raises(UsageError):
        room_of_form(form)


@given(st.data())
def test_a_room_that_somebody_changed(data):
    """It is refused, or a room that can be."""
    form = json.loads(json.dumps(room_form(rich_room())))
    place, where = form, None
    while isinstance(place, dict | list) and place:
        where, key = place, data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        place = place[key]
    where[key] = data.draw(ANY)
    try:
        room_of_form(form).check()
    except UsageError:
        return
