"""The options of TCP: what two ends settle while they open a connection, and what they tell each other on the way (RFC 9293 §3.2)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LENGTH
from netkit.packet.options import OptionFamily
from netkit.packet.reading import Reading
from netkit.packet.transport.tcp_option import (
    KINDS,
    TcpOption,
    TcpOptionPadding,
    TcpOptionRest,
    TcpSingleOption,
    UnknownTcpOption,
)

__all__ = [
    "TCP_OPTIONS", "AlignedTimestamps", "MaximumSegmentSize", "SackBlock", "SackPermitted", "SelectiveAcknowledgment", "Timestamps",
    "UserTimeout", "WindowScale",
]  # fmt: skip

_SUBTYPES = MappingProxyType(
    {
        0: "multipath capable", 1: "join connection", 2: "data sequence", 3: "add address", 4: "remove address", 5: "change priority",
        6: "fallback", 7: "fast close", 8: "reset",
    }
)  # fmt: skip

_EXPERIMENTS = MappingProxyType({0xF989: "fast open", 0xACCE: "accurate ECN", 0x0348: "host identification"})


class MaximumSegmentSize(TcpOption):
    """The most data that a segment to this end may carry; told while the connection is opened."""

    title = "TCP maximum segment size"
    rfc = "RFC 9293 §3.7.1"

    maximum_segment_size: int = bits(
        16, "the most data that a segment to me may carry", key="tcp.options.mss_val", kind=LENGTH
    )


class WindowScale(TcpOption):
    """By how much the windows of this end count: each is shifted left by so many bits."""

    title = "TCP window scale"
    rfc = "RFC 7323 §2.2"

    shift_count: int = bits(
        8,
        "my windows count this many bits to the left",
        key="tcp.options.wscale.shift",
        note=lambda raw: f"windows count {1 << min(raw, 14):,} times",
    )


class SackPermitted(TcpOption):
    """This end understands selective acknowledgments."""

    title = "TCP SACK permitted"
    rfc = "RFC 2018 §2"


class SackBlock(Header):
    """One run of bytes that has come although bytes before it are missing."""

    key = "tcp"
    title = "TCP SACK block"
    rfc = "RFC 2018 §3"

    left_edge: int = bits(32, "the first byte of a run that has come", key="tcp.options.sack_le")
    right_edge: int = bits(32, "the byte behind its last", key="tcp.options.sack_re")


class SelectiveAcknowledgment(TcpOption):
    """Which bytes have come although bytes before them are missing."""

    title = "TCP SACK"
    rfc = "RFC 2018 §3"

    def read_rest(self, reading: Reading, stop: int, group: str) -> None:
        """Read the blocks, eight bytes each."""
        while reading.position + SackBlock.fixed_bytes <= stop:
            reading.read(SackBlock, group)


class Echo(TcpOption):
    """A value that the other end sends back; timestamps took its place."""

    title = "TCP echo"
    rfc = "RFC 1072 §4"

    value: int = bits(32, "to be sent back, or sent back", key="tcp.options.echo_value")


class Timestamps(TcpOption):
    """When a segment was sent by its sender's clock, and the other end's clock sent back: so each measures the round trip."""

    title = "TCP timestamps"
    rfc = "RFC 7323 §3.2"

    timestamp_value: int = bits(32, "the sender's clock", key="tcp.options.timestamp.tsval")
    timestamp_echo_reply: int = bits(32, "the other end's clock, as last seen", key="tcp.options.timestamp.tsecr")


class AlignedTimestamps(Header):
    """The timestamps option as nearly every segment has it: two bytes before it, so that its numbers begin at whole words."""

    key = "tcp"
    title = "TCP timestamps, aligned"
    rfc = "RFC 7323 appendix A"

    first_filler: int = bits(8, "does nothing: fills up", key="tcp.option_kind", names=KINDS, minor=True)
    second_filler: int = bits(8, "does nothing: fills up", key="tcp.option_kind", names=KINDS, minor=True)
    kind: int = bits(8, "which option this is", key="tcp.option_kind", names=KINDS)
    length: int = bits(
        8, "bytes of the option, kind and length included", key="tcp.option_len", kind=LENGTH, minor=True
    )
    timestamp_value: int = bits(32, "the sender's clock", key="tcp.options.timestamp.tsval", rfc="RFC 7323 §3.2")
    timestamp_echo_reply: int = bits(
        32, "the other end's clock, as last seen", key="tcp.options.timestamp.tsecr", rfc="RFC 7323 §3.2"
    )


class ConnectionCount(TcpOption):
    """The number of a connection of TCP for transactions, which nobody uses any more."""

    title = "TCP connection count"
    rfc = "RFC 1644 §4.1"

    connection_count: int = bits(32, "which connection of this pair it is", key="tcp.options.cc_value")


class Md5Signature(TcpOption):
    """A digest over the segment and a shared secret."""

    title = "TCP MD5 signature"
    rfc = "RFC 2385 §3.0"

    digest: bytes = bits(128, "only who knows the secret can make it", key="tcp.options.md5.digest", kind=BYTES)


class UserTimeout(TcpOption):
    """How long this end keeps trying to get data through before it gives up."""

    title = "TCP user timeout"
    rfc = "RFC 5482 §3"

    granularity: bool = flag("the time is in minutes, not seconds", key="tcp.options.user_to_granularity")
    user_timeout: int = bits(15, "how long I keep trying", key="tcp.options.user_to_val")


class Authentication(TcpOption):
    """A code over the segment that only the holders of a key can make."""

    title = "TCP authentication option"
    rfc = "RFC 5925 §2.2"

    key_id: int = bits(8, "the key that was used", key="tcp.options.ao.keyid")
    receive_next_key_id: int = bits(8, "the key that I am ready to receive with", key="tcp.options.ao.rnextkeyid")
    message_authentication_code: bytes = variable(
        "proves who sent the segment", key="tcp.options.ao.mac", size=lambda option: option.length - 4
    )


class QuickStart(TcpOption):
    """The answer to a request for a high starting rate."""

    title = "TCP quick-start response"
    rfc = "RFC 4782 §3.2"

    reserved: int = bits(4, "must be zero", key="tcp.options.qs.reserved", default=0, minor=True)
    rate: int = bits(4, "the rate that all routers allowed, as a code", key="tcp.options.qs.rate")
    ttl_difference: int = bits(8, "tells whether a router did not take part", key="tcp.options.qs.ttl_diff")
    nonce: bytes = bits(32, "proves that routers lowered the rate honestly", key="tcp.options.qs.nonce", kind=BYTES)


class FastOpen(TcpOption):
    """A cookie with which data may travel in the first segment already; empty, it asks for one."""

    title = "TCP fast open"
    rfc = "RFC 7413 §4.1.1"

    cookie: bytes = variable(
        "proves that the client has been here before",
        key="tcp.options.tfo.cookie",
        size=lambda option: option.length - 2,
    )


class Multipath(TcpOption):
    """One connection over several paths (recognised by its subtype; the rest is kept whole)."""

    title = "Multipath TCP"
    rfc = "RFC 8684 §3"

    subtype: int = bits(4, "what it is about", key="tcp.options.mptcp.subtype", names=_SUBTYPES)
    details: int = bits(4, "a version or flags, as the subtype says", key="tcp.options.mptcp.details", minor=True)
    data: bytes = variable("what the subtype says", key="tcp.options.mptcp.data", size=lambda option: option.length - 3)


class Experiment(TcpOption):
    """An option under trial, told from others by a number."""

    title = "TCP experiment"
    rfc = "RFC 6994 §3"

    experiment_id: int = bits(
        16, "which experiment", key="tcp.options.experimental.exid", kind=HEXADECIMAL, names=_EXPERIMENTS
    )

    def read_rest(self, reading: Reading, stop: int, group: str) -> None:
        """Read the cookie of fast open, which began as an experiment, or what another experiment says."""
        if self.experiment_id == 0xF989:
            reading.run(FastOpen.fields[2], stop - reading.position, group)
        else:
            reading.take(ExperimentData, stop, group)


class ExperimentData(Header):
    """What an experiment says."""

    key = "tcp"
    title = "TCP experiment data"
    rfc = "RFC 6994 §3"

    data: bytes = variable("what the experiment says", key="tcp.options.experimental.data", size=lambda _: 0)


TCP_OPTIONS = OptionFamily(
    title="TCP options",
    rule="tcp",
    rfc="RFC 9293 §3.2",
    length_key="tcp.option_len",
    single=MappingProxyType({0: TcpSingleOption, 1: TcpSingleOption}),
    tables=MappingProxyType(
        {
            2: MaximumSegmentSize, 3: WindowScale, 4: SackPermitted, 5: SelectiveAcknowledgment, 6: Echo, 7: Echo, 8: Timestamps,
            11: ConnectionCount, 12: ConnectionCount, 13: ConnectionCount, 19: Md5Signature, 27: QuickStart, 28: UserTimeout,
            29: Authentication, 30: Multipath, 34: FastOpen, 253: Experiment, 254: Experiment,
        }
    ),
    unknown=UnknownTcpOption,
    rest=TcpOptionRest,
    padding=TcpOptionPadding.fields[0],
    repeats_end=True,
)  # fmt: skip
