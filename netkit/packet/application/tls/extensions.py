"""The extensions of a hello: each has a type, a length, and what the type says (RFC 8446 §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.tls.algorithm_extensions import ALGORITHM_BODIES
from netkit.packet.application.tls.certificate_extensions import CERTIFICATE_BODIES
from netkit.packet.application.tls.key_extensions import KEY_BODIES
from netkit.packet.application.tls.name_extensions import NAME_BODIES
from netkit.packet.application.tls.numbers import EXTENSIONS
from netkit.packet.application.tls.vectors import Body, Told, missing, read_vector
from netkit.packet.application.tls.version_extensions import VERSION_BODIES
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["Extension", "ExtensionData", "ExtensionsLength", "read_extensions"]

PRE_SHARED_KEY = 41


class ExtensionsLength(Header):
    """The length of all extensions together."""

    key = "tls"
    title = "TLS extensions"
    rfc = "RFC 8446 §4.2"

    extensions_length: int = bits(
        16, "bytes of extensions that follow", key="tls.handshake.extensions_length", kind=LENGTH, minor=True
    )


class Extension(Header):
    """What every extension begins with."""

    key = "tls"
    title = "TLS extension"
    rfc = "RFC 8446 §4.2"

    type: int = bits(16, "what the extension is about", key="tls.handshake.extension.type", names=EXTENSIONS)
    length: int = bits(
        16, "bytes that follow in this extension", key="tls.handshake.extension.len", kind=LENGTH, default=0, minor=True
    )


class ExtensionData(Header):
    """What an extension says, kept whole."""

    key = "tls"
    title = "TLS extension data"
    rfc = "RFC 8446 §4.2"

    data: bytes = as_found("what the extension says, kept whole", key="tls.handshake.extension.data")


def _nothing(reading: Reading, group: str, told: Told) -> None:
    """Read the body of an extension that says all it has to say by being there."""


_BODIES: Mapping[int, Body] = MappingProxyType(
    {
        22: _nothing,
        23: _nothing,
        42: _nothing,
        49: _nothing,
        **NAME_BODIES,
        **ALGORITHM_BODIES,
        **VERSION_BODIES,
        **KEY_BODIES,
        **CERTIFICATE_BODIES,
    }
)


def read_extensions(reading: Reading, told: Told) -> None:
    """Read the extensions of one message, behind their common length."""
    seen: list[int] = []

    def read(inner: Reading, group: str) -> None:  # noqa: ARG001 - each extension is a group of its own
        _read_extension(inner, told, seen)

    read_vector(reading, ExtensionsLength, read)


def _read_extension(reading: Reading, told: Told, seen: list[int]) -> None:
    group = f"extension {len(seen) + 1}"
    extension = reading.read(Extension, group)
    _check_order(reading, extension, told, seen)
    seen.append(extension.type)
    stop = reading.position + extension.length
    short = missing(reading, "an extension", extension.length) if stop > reading.end else None
    if short and reading.complete:
        text = f"the extension says that it has {extension.length} bytes, but the list of extensions ends after {reading.left}"
        reading.report("tls.extension.truncated", extension, "length", text)
        reading.take(ExtensionData, group=group)
        return
    outer = reading.narrow(stop, "tls.handshake.extension.len")
    try:
        _read_body(reading, extension, group, told)
    finally:
        reading.widen(outer)
    if short:
        raise short


def _read_body(reading: Reading, extension: Extension, group: str, told: Told) -> None:
    body = _BODIES.get(extension.type)
    if body is None or not reading.left:
        reading.take(ExtensionData, group=group)
        return
    try:
        body(reading, group, told)
    except TruncatedError as error:
        if not reading.complete:
            raise
        text = f"the extension's {extension.length} bytes end too early: {error.what}"
        reading.report("tls.extension.truncated", extension, "length", text)
    else:
        if reading.left and reading.complete:
            text = f"{reading.left} of the extension's {extension.length} bytes stand behind all that it can say"
            reading.report("tls.extension.trailing", extension, "length", text)
    reading.take(ExtensionData, group=group)


def _check_order(reading: Reading, extension: Extension, told: Told, seen: list[int]) -> None:
    """Each type once, and pre_shared_key last in a client hello, because its binders cover all that stands before it."""
    if extension.type in seen:
        text = f"the extension {extension.type} is there for the second time"
        reading.report("tls.extension.repeated", extension, "type", text, rfc="RFC 8446 §4.2")
    if told.message == 1 and seen and seen[-1] == PRE_SHARED_KEY:
        text = "an extension follows pre_shared_key, which must be the last"
        reading.report("tls.pre_shared_key.not_last", extension, "type", text, rfc="RFC 8446 §4.2.11")
