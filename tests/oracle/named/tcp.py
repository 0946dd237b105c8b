"""Differences from tshark in the options of TCP."""

from netkit.packet.transport.tcp_option import TcpOption
from netkit.packet.transport.tcp_options import Multipath

__all__ = ["NAMED", "names"]

NAMED = {
    "options of few": "netkit has no table for this kind of TCP option, and tshark has one (SCPS, SNACK, accurate ECN, echo)",
    "option of another length": "tshark reads nothing of an option whose length its kind can't have; netkit does, with the problem",
    "accurate ECN": "after an accurate ECN option tshark reads AE, CWR and ECE as one number (RFC 9768 §3.2.2.2); one packet does not tell",
    "tshark gave up": "tshark's dissector stops with an exception inside an option; netkit keeps what is wrong, and reads on",
}

_OF_FEW = (20, 21, 172, 174)


def names(case):
    """The names that fit a difference."""
    if not case.key.startswith("tcp."):
        return
    option = case.header(TcpOption)
    if case.key == "tcp.options.unknown.payload" and option and option.kind in _OF_FEW:
        yield "options of few"
    if case.key.startswith("tcp.options.") and {"tcp.option.length"} & case.rules():
        yield "option of another length"
    kinds = {part.kind for layer in case.dissection.layers for part in layer.parts if isinstance(part, TcpOption)}
    if case.key in ("tcp.flags.ae", "tcp.flags.cwr", "tcp.flags.ece") and kinds & {172, 174, 253, 254}:
        yield "accurate ECN"
    if (
        "_ws.malformed" in case.packet.protocols
        and option
        and (isinstance(option, Multipath) or option.kind in _OF_FEW)
    ):
        yield "tshark gave up"
