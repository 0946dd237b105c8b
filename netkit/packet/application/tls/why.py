"""What the values of a TLS record make the other side do; of most extensions, the table's meaning says it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["EFFECTS"]

_CONTENTS: Mapping[int, str] = MappingProxyType(
    {
        20: "in TLS 1.2: what this side sends from now on is encrypted; in TLS 1.3 it says nothing",
        21: "something went wrong, or the sender is done",
        22: "the two sides settle how they will encrypt",
        23: "encrypted: only the two ends can read it, and a change on the way would be noticed",
    }
)

_MESSAGES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        0: ("the client shall begin a new handshake on this connection", "RFC 5246 §7.4.1.1"),
        1: ("the client says what it can do; the server chooses", "RFC 8446 §4.1.2"),
        2: ("the server has chosen: version, algorithms, and its half of the key", "RFC 8446 §4.1.3"),
        4: ("the client keeps the ticket, with which the next connection needs no certificate", "RFC 8446 §4.6.1"),
        8: ("what else the server has settled, encrypted already", "RFC 8446 §4.3.1"),
        11: (
            "the other side checks whether the names and the signatures in it fit whom it wanted",
            "RFC 8446 §4.4.2",
        ),
        12: ("the server's half of the key, signed with its certificate's key", "RFC 5246 §7.4.3"),
        13: ("the client shall show a certificate, too", "RFC 8446 §4.3.2"),
        14: ("the server has said everything, and waits for the client", "RFC 5246 §7.4.5"),
        15: ("proves that the sender has the key that belongs to its certificate", "RFC 8446 §4.4.3"),
        16: ("with it both sides can make the keys", "RFC 5246 §7.4.7"),
        20: (
            "proves that both sides saw the same handshake; a change on the way ends the connection here",
            "RFC 8446 §4.4.4",
        ),
    }
)

_ALERTS: Mapping[int, str] = MappingProxyType(
    {
        0: "the sender has nothing more to say: what arrived is all there is",
        20: "a record was changed on the way, or the keys differ: the connection is over",
        40: "the two sides have no common set of algorithms: the connection is over",
        42: "the certificate is broken: the connection is over",
        45: "the certificate is out of date: the connection is over",
        46: "the certificate is not accepted: the connection is over",
        48: "nobody whom the sender trusts has signed the certificate: the connection is over",
        70: "the two sides have no common version: the connection is over",
        112: "the server has no site of the name that was asked for",
    }
)


def _message(here: Here) -> Told:
    return _MESSAGES.get(here.raw, "")


def _length(here: Here) -> str:
    return f"the receiver waits for the whole record, {count(here.raw, 'byte')}, and only then can check and read it"


def _version(here: Here) -> Told:
    if here.other("tls.handshake.extensions.supported_version") is not None:
        return "old: the versions in supported_versions count", "RFC 8446 §4.2.1"
    if here.other("tls.handshake.type") == 1:
        return "the newest version that the client can do; the server chooses this one or an older", "RFC 5246 §7.4.1.2"
    return "the server has chosen this version, and both speak it from here on", "RFC 5246 §7.4.1.3"


def _grease(here: Here) -> bool:
    return "GREASE" in here.named


_PASSED_OVER = ("it means nothing: a server has to pass over what it does not know", "RFC 8701 §3")


def _cipher(here: Here) -> Told:
    if _grease(here):
        return _PASSED_OVER
    if here.other("tls.handshake.type") == 1:
        return "the client can do this one; the server may choose it"
    return "the server has chosen it: so keys are made, data encrypted, and changes noticed"


def _supported(here: Here) -> Told:
    if _grease(here):
        return _PASSED_OVER
    if here.other("tls.handshake.type") == 1:
        return "the client can do this version; the server chooses one"
    return "the server has chosen this version"


EFFECTS = Effects(
    Effect("tls.record.content_type", _CONTENTS),
    Effect("tls.record.opaque_type", _CONTENTS),
    Effect("tls.record.length", _length),
    Effect("tls.handshake.type", _message),
    Effect("tls.handshake.version", _version, also=("tls.handshake.type",)),
    Effect("tls.handshake.ciphersuite", _cipher, also=("tls.handshake.type",)),
    Effect("tls.handshake.extensions.supported_version", _supported, also=("tls.handshake.type",)),
    Effect(
        "tls.handshake.extensions_server_name",
        "the server shows the certificate of this site, of the many that it may have; anyone on the way can read the name",
    ),
    Effect(
        "tls.handshake.extensions_alpn_str",
        "a protocol that may be spoken inside: the server chooses one of those that the client names",
    ),
    Effect("tls.alert_message.level", {1: "a warning", 2: "fatal: the connection ends at once"}),
    Effect("tls.alert_message.desc", _ALERTS),
    silent=(
        "tls.handshake.extension.type", "tls.handshake.extension.data", "tls.handshake.data", "tls.handshake", "tls.app_data",
        "tls.handshake.extensions_reneg_info_len", "tls.sct.sct_extensions",
    ),
)  # fmt: skip
