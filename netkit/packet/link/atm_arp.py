"""ARP over ATM (RFC 2225 §8.4): as ARP, but each address has its own kind and length, and ATM's may have two parts."""

from __future__ import annotations

from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, BYTES, HEXADECIMAL, LENGTH, TEXT, Kind
from netkit.packet.numbers import ARP_HARDWARE, ARP_OPERATIONS, ETHERTYPES
from netkit.packet.reading import Reading

__all__ = ["ATM", "AtmArp", "read_atm_arp"]

ATM = 19

RFC = "RFC 2225 §8.4"

_TELEPHONE = "whether the number is one of the telephone network's (E.164), or else of OSI's (NSAP)"
_NUMBER = "bytes of the number"
_SUBADDRESS = "bytes of the subaddress"
_UNUSED = "must be zero"


class AtmArp(Header):
    """What kinds of address follow, and how long they are."""

    key = "arp"
    title = "ATM ARP"
    rfc = RFC
    rule = "arp.atm"

    hardware_type: int = bits(
        16, "the kind of link: 19", key="arp.hw.type", names=ARP_HARDWARE, default=ATM, minor=True
    )
    protocol_type: int = bits(
        16, "the protocol whose address is asked for", key="arp.proto.type", kind=HEXADECIMAL, names=ETHERTYPES, default=0x0800, minor=True
    )  # fmt: skip
    sender_number_unused: bool = flag(_UNUSED, key="arp.src.hunused", minor=True)
    sender_number_type: bool = flag(_TELEPHONE, key="arp.src.htype")
    sender_number_length: int = bits(6, _NUMBER, key="arp.src.hlen", kind=LENGTH, default=20)
    sender_subaddress_unused: bool = flag(_UNUSED, key="arp.src.sunused", minor=True)
    sender_subaddress_type: bool = flag(_TELEPHONE, key="arp.src.stype", minor=True)
    sender_subaddress_length: int = bits(6, _SUBADDRESS, key="arp.src.slen", kind=LENGTH, default=0, minor=True)
    operation: int = bits(16, "whether this asks or answers", key="arp.opcode", names=ARP_OPERATIONS)
    sender_protocol_length: int = bits(
        8, "bytes of the sender's protocol address", key="arp.src.pln", kind=LENGTH, default=4
    )
    target_number_unused: bool = flag(_UNUSED, key="arp.dst.hunused", minor=True)
    target_number_type: bool = flag(_TELEPHONE, key="arp.dst.htype")
    target_number_length: int = bits(6, _NUMBER, key="arp.dst.hlen", kind=LENGTH, default=20)
    target_subaddress_unused: bool = flag(_UNUSED, key="arp.dst.sunused", minor=True)
    target_subaddress_type: bool = flag(_TELEPHONE, key="arp.dst.stype", minor=True)
    target_subaddress_length: int = bits(6, _SUBADDRESS, key="arp.dst.slen", kind=LENGTH, default=0, minor=True)
    target_protocol_length: int = bits(
        8, "bytes of the target's protocol address", key="arp.dst.pln", kind=LENGTH, default=4
    )


def _address(label_of: str, meaning: str, field_key: str, kind: Kind = BYTES) -> type[Header]:
    """A table of one address."""

    class Address(Header):
        key = "arp"
        title = "ATM ARP address"
        rfc = RFC
        address: bytes = variable(meaning, key=field_key, kind=kind, size=lambda _: 0, label=label_of)

    return Address


def _ipv4(label_of: str, meaning: str, field_key: str) -> type[Header]:
    """A table of one IPv4 address."""

    class Address(Header):
        key = "arp"
        title = "ATM ARP address"
        rfc = RFC
        address: str = bits(32, meaning, key=field_key, kind=ADDRESS_IPV4, label=label_of)

    return Address


class _End:
    """The tables of the addresses of one side, whose keys begin with `arp.src` or `arp.dst`."""

    def __init__(self, side: str, key: str) -> None:
        self.telephone = _address(
            f"{side} number", "the telephone number of the interface", f"{key}.atm_num_e164", TEXT
        )
        self.osi = _address(f"{side} number", "the address of the interface", f"{key}.atm_num_nsap")
        self.subaddress = _address(f"{side} subaddress", "the second part of that address", f"{key}.atm_subaddr")
        self.ipv4 = _ipv4(f"{side} protocol address", "the IPv4 address of the interface", f"{key}.proto_ipv4")
        self.other = _address(f"{side} protocol address", "the protocol address of the interface", f"{key}.proto")

    def read(
        self, reading: Reading, *, telephone: bool, number: int, subaddress: int, protocol: int, internet: bool
    ) -> None:
        """Read the addresses of this side, of as many bytes each as is said."""
        reading.take_exactly(self.telephone if telephone else self.osi, number)
        reading.take_exactly(self.subaddress, subaddress)
        if internet and protocol == 4:
            reading.read(self.ipv4)
        else:
            reading.take_exactly(self.other, protocol)


_SENDER = _End("Sender", "arp.src")
_TARGET = _End("Target", "arp.dst")


def read_atm_arp(reading: Reading) -> None:
    """Read the header and the addresses of both sides."""
    arp = reading.open(AtmArp)
    internet = arp.protocol_type == 0x0800
    _SENDER.read(
        reading,
        telephone=arp.sender_number_type,
        number=arp.sender_number_length,
        subaddress=arp.sender_subaddress_length,
        protocol=arp.sender_protocol_length,
        internet=internet,
    )
    _TARGET.read(
        reading,
        telephone=arp.target_number_type,
        number=arp.target_number_length,
        subaddress=arp.target_subaddress_length,
        protocol=arp.target_protocol_length,
        internet=internet,
    )
