"""SVCB and HTTPS: how to reach a service, with a list of parameters (RFC 9460)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.kinds import CHARACTERS, PRINTABLE
from netkit.packet.application.dns.records.reading import ReadData, add_name
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, LENGTH
from netkit.packet.reading import Reading

__all__ = ["BINDINGS"]

PARAMETERS: Mapping[int, str] = MappingProxyType(
    {
        0: "mandatory", 1: "alpn", 2: "no-default-alpn", 3: "port", 4: "ipv4hint", 5: "ech", 6: "ipv6hint", 7: "dohpath", 8: "ohttp",
        9: "tls-supported-groups", 10: "docpath", 32769: "odohconfig",
    }
)  # fmt: skip


class Binding(Header):
    """SVCB: whether it is another name, or one of the ways to reach the service."""

    key = "dns"
    title = "DNS SVCB record data"
    rfc = "RFC 9460 §2.2"

    priority: int = bits(
        16, "0: only another name; else the lowest is tried first", key="dns.svcb.svcpriority", label="SvcPriority"
    )


class BindingTarget(Header):
    """SVCB: the machine that has the service."""

    key = "dns"
    title = "DNS SVCB record data"
    rfc = "RFC 9460 §2.2"

    target_name: str = name_field(
        "the machine that has the service; the root stands for the name itself",
        key="dns.svcb.targetname",
        label="TargetName",
    )


class BindingParameter(Header):
    """SVCB: what one parameter is about."""

    key = "dns"
    title = "DNS SVCB parameter"
    rfc = "RFC 9460 §2.2"

    parameter: int = bits(16, "what the value says", key="dns.svcb.svcparam.key", names=PARAMETERS, label="SvcParamKey")
    value_length: int = bits(
        16, "bytes of the value", key="dns.svcb.svcparam.value.length", kind=LENGTH, label="Value length", minor=True
    )


class MandatoryParameter(Header):
    """SVCB: one of the parameters that a client must know."""

    key = "dns"
    title = "DNS SVCB parameter mandatory"
    rfc = "RFC 9460 §8"

    mandatory_key: int = bits(
        16,
        "who does not know this parameter must not use the record",
        key="dns.svcb.svcparam.mandatory.key",
        names=PARAMETERS,
    )


class ApplicationProtocol(Header):
    """SVCB: one of the protocols that the server speaks."""

    key = "dns"
    title = "DNS SVCB parameter alpn"
    rfc = "RFC 9460 §7.1"

    protocol_length: int = bits(
        8, "bytes of the protocol's name", key="dns.svcb.svcparam.alpn.length", kind=LENGTH, minor=True
    )
    protocol: bytes = variable(
        "a protocol that the server speaks",
        key="dns.svcb.svcparam.alpn",
        size=lambda header: header.protocol_length,
        kind=CHARACTERS,
        label="ALPN",
    )


class BindingPort(Header):
    """SVCB: the port of the service."""

    key = "dns"
    title = "DNS SVCB parameter port"
    rfc = "RFC 9460 §7.2"

    port: int = bits(16, "the port of the service", key="dns.svcb.svcparam.port")


class Ipv4Hint(Header):
    """SVCB: an IPv4 address of the service."""

    key = "dns"
    title = "DNS SVCB parameter ipv4hint"
    rfc = "RFC 9460 §7.3"

    address: str = bits(
        32, "an address to try until its A records are there", key="dns.svcb.svcparam.ipv4hint.ip", kind=ADDRESS_IPV4
    )


class Ipv6Hint(Header):
    """SVCB: an IPv6 address of the service."""

    key = "dns"
    title = "DNS SVCB parameter ipv6hint"
    rfc = "RFC 9460 §7.3"

    address: str = bits(
        128, "an address to try until its AAAA records are there", key="dns.svcb.svcparam.ipv6hint.ip", kind=ADDRESS_IPV6
    )  # fmt: skip


class EncryptedHello(Header):
    """SVCB: the keys with which a client encrypts the first message of TLS."""

    key = "dns"
    title = "DNS SVCB parameter ech"
    rfc = "RFC 9848 §3"

    configuration: bytes = as_found(
        "keys that encrypt the first message of TLS", key="dns.svcb.svcparam.echconfig", label="ECH configuration"
    )


class ObliviousHttp(Header):
    """SVCB: the keys of oblivious DNS over HTTPS."""

    key = "dns"
    title = "DNS SVCB parameter odohconfig"
    rfc = "RFC 9230 §5"

    configuration: bytes = as_found(
        "keys of oblivious DNS over HTTPS", key="dns.svcb.svcparam.odohconfig", label="ODoH configuration"
    )


class ParameterValue(Header):
    """SVCB: the value of a parameter that netkit has no table for."""

    key = "dns"
    title = "DNS SVCB parameter value"
    rfc = "RFC 9460 §2.2"

    value: bytes = as_found("what the parameter says", key="dns.svcb.svcparam.value", kind=PRINTABLE)


_LISTS: Mapping[int, type[Header]] = MappingProxyType(
    {0: MandatoryParameter, 1: ApplicationProtocol, 4: Ipv4Hint, 6: Ipv6Hint}
)

_WHOLE: Mapping[int, type[Header]] = MappingProxyType({5: EncryptedHello, 32769: ObliviousHttp})


def _read_binding(reading: Reading, group: str, origin: int) -> None:
    reading.read(Binding, group)
    add_name(reading, BindingTarget.fields[0], group, origin)
    last = -1
    count = 0
    while reading.left:
        count += 1
        last = _read_parameter(reading, f"{group}, parameter {count}", last)


def _read_parameter(reading: Reading, group: str, last: int) -> int:
    head = reading.read(BindingParameter, group)
    number, size = head.parameter, head.value_length
    if number <= last:
        text = f"parameter {number} comes after parameter {last}; they stand in increasing order, none twice"
        reading.report("dns.svcb.parameter.order", head, "parameter", text)
    if size > reading.left:
        text = (
            f"a parameter says that its value has the length {size}, but {reading.left} is what is left of the record"
        )
        reading.report("dns.svcb.parameter.truncated", head, "value_length", text)
        reading.take(ParameterValue, group=group)
        return number
    outer = reading.narrow(reading.position + size, "dns.svcb.svcparam.value.length")
    try:
        _read_value(reading, number, group)
        wrong = reading.left > 0 or (number in _LISTS and not size)
    except TruncatedError:
        wrong = True
    finally:
        if reading.left:
            reading.take(ParameterValue, group=group)
        reading.widen(outer)
    if wrong:
        text = f"the value of {PARAMETERS[number]} has the length {size}, which it can't have"
        reading.report("dns.svcb.parameter.length", head, "value_length", text)
    return number


def _read_value(reading: Reading, number: int, group: str) -> None:
    """Read what is in the value of a parameter up to the present end; a list has at least one entry."""
    if number in _LISTS:
        while reading.left:
            reading.read(_LISTS[number], group)
    elif number == 3:
        reading.read(BindingPort, group)
    elif number != 2:
        reading.take(_WHOLE.get(number, ParameterValue), group=group)


BINDINGS: Mapping[int, ReadData] = MappingProxyType({64: _read_binding, 65: _read_binding})
