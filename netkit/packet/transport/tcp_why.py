"""What the values of a TCP header make the other end do."""

from __future__ import annotations

from netkit.packet.numbers import port_name
from netkit.packet.transport.carrying import NUMBERS, carried, next_number
from netkit.packet.transport.tcp_options_why import OPTIONS, SILENT_OPTIONS
from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["EFFECTS"]


def _source_port(here: Here) -> str:
    known = port_name(here.raw)
    return f"answers go to this port{f', where {known} listens' if known else ''}"


def _destination_port(here: Here) -> Told:
    known = port_name(here.raw)
    whom = f"the program that listens there{f' (usually {known})' if known else ''}"
    if here.header.synchronize and not here.header.acknowledgment:
        return f"{whom} may accept the connection; if none does, a segment with RST comes back", "RFC 9293 §3.5.2"
    return (
        "with the other port and both addresses it names the connection that the segment belongs to",
        "RFC 9293 §3.3.1",
    )


def _sequence(here: Here) -> Told:
    tcp = here.header
    size = carried(here.packet, here.layer)
    first = here.raw
    if tcp.synchronize:
        return (
            f"the sender counts its bytes from here: its first byte of data will be number {(first + 1) % NUMBERS:,}",
            "RFC 9293 §3.4",
        )
    if tcp.reset and not size:
        answer = ", or, in answer to its SYN, if that is acknowledged" if tcp.acknowledgment else ""
        return (
            f"the receiver obeys the reset only if this number is one that it could get now{answer}",
            "RFC 9293 §3.5.3",
        )
    if size is None:
        return ""
    told = ""
    if size:
        last = (first + size - 1) % NUMBERS
        told = f"its {count(size, 'byte')} of data {'has the number' if size == 1 else 'have the numbers'} {first:,}"
        told += "" if size == 1 else f" to {last:,}"
    after = next_number(here.packet, here.layer)
    if tcp.finish:
        fin = f"FIN uses up the number {(first + size) % NUMBERS:,}"
        told = f"{told}, and {fin}" if told else fin
    if told:
        return f"{told}; once all is there, the answer acknowledges {after:,}", "RFC 9293 §3.4"
    return "no data, so no number is used up: the sender's next byte has this number", "RFC 9293 §3.4"


def _acknowledgment(here: Here) -> Told:
    if not here.header.acknowledgment:
        return ""
    before = (here.raw - 1) % NUMBERS
    if here.header.synchronize:
        return (
            f"the other side's SYN, number {before:,}, has arrived; its first byte of data may come now",
            "RFC 9293 §3.5",
        )
    return f"everything up to number {before:,} has arrived, so the other side need not keep it; {here.raw:,} is expected next"


def _header_length(here: Here) -> str:
    begin = here.layer.start + here.value
    options = here.value - 20
    told = f"{count(options, 'byte')} of options follow the 20 that every header has" if options > 0 else "no options"
    return f"{told}; data begin at byte {begin}" if carried(here.packet, here.layer) else told


def _congestion_reduced(here: Here) -> Told:
    tcp = here.header
    if not here.raw or tcp.accurate_ecn:
        return ""
    if tcp.synchronize and tcp.ecn_echo:
        return "with ECE in a SYN: the sender can do ECN, and asks whether the other side can, too", "RFC 3168 §6.1.1"
    return "the sender has slowed down, so the other side stops setting ECE", "RFC 3168 §6.1.3"


def _echo(here: Here) -> Told:
    tcp = here.header
    if (
        not here.raw
        or tcp.accurate_ecn
        or (tcp.synchronize and (tcp.congestion_window_reduced or not tcp.acknowledgment))
    ):
        return ""
    if tcp.synchronize:
        return (
            "both sides can do ECN: from now on routers may mark their packets instead of dropping them",
            "RFC 3168 §6.1.1",
        )
    return (
        "a packet came with a router's mark of congestion; the other side slows down as if one had been lost",
        "RFC 3168 §6.1.2",
    )


def _accurate(here: Here) -> Told:
    if not here.raw:
        return ""
    if here.header.synchronize:
        return "with CWR and ECE it settles whether both sides count every mark of congestion", "RFC 9768 §3.1.1"
    return "with CWR and ECE it counts the packets that came with a mark of congestion, modulo 8", "RFC 9768 §3.2.2"


def _urgent(here: Here) -> Told:
    if not here.raw:
        return ""
    return (
        "the receiving program is told that urgent data are on the way; new programs should not use this",
        "RFC 9293 §3.8.5",
    )


def _push(here: Here) -> Told:
    if here.raw and carried(here.packet, here.layer):
        return "the receiver gives what it has to the program now, without waiting for more", "RFC 9293 §3.9.1.3"
    return ""


def _reset(here: Here) -> Told:
    if not here.raw:
        return ""
    if here.header.acknowledgment:
        return (
            "the connection is over at once; in answer to a SYN it says that no program listens on the port",
            "RFC 9293 §3.5.2",
        )
    return "the connection is over at once, and what was not delivered is lost", "RFC 9293 §3.5.3"


def _synchronize(here: Here) -> Told:
    if not here.raw:
        return ""
    if here.header.acknowledgment:
        return (
            "with ACK: the connection is accepted; the other side has only to acknowledge this number, and both can send",
            "RFC 9293 §3.5",
        )
    return "without ACK: a connection is asked for; SYN and ACK come back, or RST, or nothing", "RFC 9293 §3.5"


def _finish(here: Here) -> Told:
    if not here.raw:
        return ""
    return (
        "the sender has no more data; the other side may still send, and says FIN when it has none either",
        "RFC 9293 §3.6",
    )


def _window(here: Here) -> Told:
    tcp = here.header
    if tcp.reset:
        return ""
    if tcp.synchronize:
        return (
            f"the other side may send {count(here.raw, 'byte')} before it waits for an acknowledgment; a SYN's window is never scaled",
            "RFC 7323 §2.2",
        )
    if not here.raw:
        return (
            "no room: the other side stops sending, and asks from time to time whether there is some",
            "RFC 9293 §3.8.6.1",
        )
    told = f"the other side may send {count(here.raw, 'byte')} that are not acknowledged yet, times the scale that only the SYNs told"
    return told, "RFC 7323 §2.3"


def _checksum(here: Here) -> Told:
    if here.field.note != "right":
        return ""
    return "a receiver whose sum is another drops the segment without a word; no acknowledgment goes back, so it is sent again"


def _urgent_pointer(here: Here) -> Told:
    if not here.header.urgent:
        return ""
    return (
        f"the urgent data end before number {(here.header.sequence_number + here.raw) % NUMBERS:,}",
        "RFC 9293 §3.8.5",
    )


EFFECTS = Effects(
    Effect("tcp.srcport", _source_port),
    Effect("tcp.dstport", _destination_port, also=("tcp.flags.syn", "tcp.flags.ack")),
    Effect("tcp.seq_raw", _sequence, also=("tcp.flags.syn", "tcp.flags.fin")),
    Effect("tcp.ack_raw", _acknowledgment, also=("tcp.flags.ack",)),
    Effect("tcp.hdr_len", _header_length),
    Effect("tcp.flags.ae", _accurate, also=("tcp.flags.cwr", "tcp.flags.ece")),
    Effect("tcp.flags.cwr", _congestion_reduced, also=("tcp.flags.syn", "tcp.flags.ece")),
    Effect("tcp.flags.ece", _echo, also=("tcp.flags.syn", "tcp.flags.ack")),
    Effect("tcp.flags.urg", _urgent),
    Effect("tcp.flags.push", _push),
    Effect("tcp.flags.reset", _reset, also=("tcp.flags.ack",)),
    Effect("tcp.flags.syn", _synchronize, also=("tcp.flags.ack",)),
    Effect("tcp.flags.fin", _finish),
    Effect("tcp.window_size_value", _window, also=("tcp.flags.syn",)),
    Effect("tcp.checksum", _checksum),
    Effect("tcp.urgent_pointer", _urgent_pointer, also=("tcp.flags.urg", "tcp.seq_raw")),
    OPTIONS,
    silent=SILENT_OPTIONS,
)
