"""Segments of a learner's connections: whose they are, which try they belong to, and their numbers counted from each side's first."""

from netkit.lab.packet import Packet
from netkit.lab.wire import After, Sighting, Trait, Wire, look
from netkit.lab.wire.tcp import connections, segments
from netkit.packet import dissect
from netkit.packet.building import ethernet, ipv4, tcp

LEARNER, SERVER, PORT = "192.0.2.10", "203.0.113.7", 7777
ALL = 2**32


def packet(number, flags, seq, ack=0, *, ours=True, port=40_000, data=b""):
    ends = (LEARNER, SERVER) if ours else (SERVER, LEARNER)
    ports = (port, PORT) if ours else (PORT, port)
    head = tcp(
        source_port=ports[0],
        destination_port=ports[1],
        flags=flags,
        sequence_number=seq % ALL,
        acknowledgment_number=ack % ALL,
    )
    whole = ethernet() / ipv4(source=ends[0], destination=ends[1]) / head
    return Packet(number, number * 10**6, dissect((whole / data if data else whole).encode()))


def opening(first, isn_c, isn_s, port=40_000):
    return [
        packet(first, "S", isn_c, port=port),
        packet(first + 1, "SA", isn_s, isn_c + 1, ours=False, port=port),
        packet(first + 2, "A", isn_c + 1, isn_s + 1, port=port),
        packet(first + 3, "PA", isn_c + 1, isn_s + 1, port=port, data=b"hello"),
        packet(first + 4, "A", isn_s + 1, isn_c + 6, ours=False, port=port),
    ]


view = segments(lambda end: end.port == PORT)


def test_numbers_count_from_each_sides_first_also_where_they_wrap():
    found = view(opening(1, ALL - 1, ALL - 2))
    assert [(each.ours, each.seq, each.ack, each.length) for each in found] == [
        (True, 0, None, 0),
        (False, 0, 1, 0),
        (True, 1, 1, 0),
        (True, 1, 1, 5),
        (False, 1, 6, 0),
    ]
    assert found[0].only(2)
    assert found[1].has(2)
    assert not found[1].only(2)
    assert found[0].facts["seq"] == ALL - 1


def test_a_syn_with_another_number_or_port_begins_another_try():
    again = packet(6, "S", 9)
    found = view([*opening(1, 100, 200), again, packet(7, "S", 9), *opening(8, 500, 600, port=40_001)])
    first, second, third = connections(found)
    assert [len(each) for each in (first, second, third)] == [5, 2, 5]
    assert (first[0].run.previous, second[0].run.previous, third[0].run.previous) == (None, first[0].run, second[0].run)
    # what nobody answered has no first number of the server's
    assert (second[0].run.client_initial, second[0].run.server_initial) == (9, None)
    assert third[0].run.previous.previous.server_initial == 200


def test_other_conversations_are_none_of_it():
    other = packet(3, "S", 1)
    elsewhere = Packet(3, 1, dissect(other.dissection.data.replace(PORT.to_bytes(2, "big"), b"\x00\x50")))
    assert [each.number for each in view([packet(1, "S", 5), elsewhere])] == [1]


def test_a_task_is_met_within_one_connection():
    def seen(text, holds):
        return Sighting(
            name=text, text=text, traits=[Trait(wanted=text, instead="{flags}", holds=lambda event, _: holds(event))]
        )

    fresh = seen("the ACK", lambda each: each.ours and each.only(16) and each.seq == 1 and each.ack == 1)
    wire = Wire(
        view=view, filter="tcp", runs=connections, apart=True,
        steps=[
            seen("the SYN", lambda each: each.ours and each.only(2)),
            seen("the answer", lambda each: not each.ours and each.has(18)),
            fresh,
        ],
    )  # fmt: skip
    assert look(wire, opening(1, 100, 200)).right
    # the server's number of the try before is none of this one's
    wrong = [packet(6, "S", 500), packet(7, "SA", 900, 501, ours=False), packet(8, "A", 501, 201)]
    assert not look(wire, [*opening(1, 100, 200)[:2], *wrong]).right
    assert look(wire, [*wrong, *opening(9, 100, 200)]).right
    assert After("the SYN").holds(view(opening(1, 1, 1))[1], {})
