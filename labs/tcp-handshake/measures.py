"""The TCP handshake: what the two sides tell each other about room, time and size."""

from __future__ import annotations

from netkit.lab import Place, Question, Situation
from netkit.lab.told import known, seen, step

STAMPS = 12


def window_offered(now: Situation) -> Question:
    """7.6: the field, shifted by what its own sender announced."""
    request, syn, synack = (now.packets[name] for name in ("request", "syn", "synack"))
    value = request.value("tcp.window_size_value")
    mine, other = syn.value("tcp.options.wscale.shift"), synack.value("tcp.options.wscale.shift")
    return Question(
        right=value << mine,
        about=request,
        facts={"value": value, "shift": mine},
        because="{value} shifted by {shift} bits to the left, as the client announced in its SYN.",
        wrong=[
            known(
                "window-unscaled",
                value,
                "{answer} is what the 16 bits hold. The field is too small for today's windows: a shift was agreed on.",
                place=Place(request, "tcp.window_size_value"),
            ),
            known(
                "shift-as-factor",
                value * mine,
                "{answer} is the field times {shift}. It is a shift: each step doubles.",
                place=Place(syn, "tcp.options.wscale.shift"),
                shift=mine,
            ),
            known(
                "other-sides-shift",
                value << other,
                "{answer} uses the server's shift. Each side announces its own, for the windows that it offers itself.",
                place=Place(synack, "tcp.options.wscale.shift"),
            ),
        ],
        working=[
            step("packet {request} has tcp.window_size_value", value, place=Place(request, "tcp.window_size_value")),
            step(
                "its sender is the client, whose SYN, packet {syn}, announced the shift",
                mine,
                place=Place(syn, "tcp.options.wscale.shift"),
            ),
            step("the field doubled so many times is", value << mine),
        ],
    )


def near(wanted: float) -> object:
    """Whether a time is within five in a hundred of this one."""
    return lambda answer: abs(answer - wanted) <= 0.05 * wanted


def round_trip(now: Situation) -> Question:
    """7.7: from the SYN-ACK to the ACK."""
    trip = float(now.facts["trip"])
    return Question(
        right=trip,
        accepts=near(trip),
        about=now.packets["ack"],
        facts={},
        because="From the SYN-ACK, packet {synack}, which left here, to its ACK, packet {ack}, which came back: {trip} ms.",
        wrong=[
            seen(
                "wrong-end",
                near(float(now.facts["opening"])),
                "From the SYN to the SYN-ACK. At the client that would be a round trip; here it is the server's own time.",
            ),
            seen("one-way", near(trip / 2), "That is half of it. A round trip goes there and back."),
            seen(
                "request-response",
                near(float(now.facts["work"])),
                "From the request to the answer. The server's work is in it.",
            ),
        ],
        working=[
            step(
                "what left the server first and was answered from the other end is packet", now.packets["synack"].number
            ),
            step("what answers it is packet", now.packets["ack"].number),
            step("between the two there are, in ms,", trip),
        ],
    )


def largest_segment(now: Situation) -> Question:
    """7.8: the smaller of both limits, less the timestamps."""
    mtu = int(now.facts["mtu"])
    place = Place(now.packets["synack"], "tcp.options.mss_val")
    other, own = now.packets["synack"].value("tcp.options.mss_val"), now.packets["syn"].value("tcp.options.mss_val")
    least = min(other, mtu - 40)
    return Question(
        right=least - STAMPS,
        about=now.packets["synack"],
        facts={"least": least},
        because="{least} less the 12 bytes that the timestamps take in every segment.",
        wrong=[
            known(
                "options-uncounted",
                least,
                "{answer} leaves no room for the timestamps, which take 12 bytes in every segment of this connection.",
                place=Place(now.packets["request"], "tcp.options.timestamp.tsval"),
            ),
            seen(
                "own-mss",
                lambda answer: answer in {own, own - STAMPS},
                "{answer} comes from the client's own option. An MSS says what its sender can receive.",
                place=Place(now.packets["syn"], "tcp.options.mss_val"),
            ),
            seen(
                "mtu-for-mss",
                lambda answer: answer in {1500, mtu},
                "{answer} is an MTU: the headers of IP and TCP are in that.",
            ),
        ],
        working=[
            step("the server's SYN-ACK, packet {synack}, says MSS", other, place=place),
            step("behind both headers the client's link has room for", mtu - 40),
            step("the smaller of the two is", least),
            step("less the timestamps' 12 bytes:", least - STAMPS),
        ],
    )
