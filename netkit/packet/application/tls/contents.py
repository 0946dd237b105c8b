"""What records carry beside the handshake: the word to encrypt from here on, alerts, and the data that all is for."""

from __future__ import annotations

from netkit.packet.application.tls.numbers import ALERT_LEVELS, ALERTS
from netkit.packet.application.tls.vectors import Told
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES
from netkit.packet.reading import Reading

__all__ = [
    "Alert",
    "ApplicationData",
    "ChangeCipherSpec",
    "EncryptedAlert",
    "read_alert",
    "read_application_data",
    "read_change_cipher_spec",
]


class ChangeCipherSpec(Header):
    """From here on the sender encrypts; in TLS 1.3 it is sent for old equipment only, and means nothing."""

    key = "tls"
    title = "TLS change cipher spec"
    rfc = "RFC 5246 §7.1"

    type: bytes = bits(
        8,
        "from here on the sender encrypts; in TLS 1.3 it means nothing",
        key="tls.change_cipher_spec",
        kind=BYTES,
        label="Change cipher spec",
    )


class Alert(Header):
    """Something went wrong, or the sender has no more to say."""

    key = "tls"
    title = "TLS alert"
    rfc = "RFC 8446 §6"

    level: int = bits(
        8, "whether the connection ends with it", key="tls.alert_message.level", names=ALERT_LEVELS, label="Alert level"
    )
    description: int = bits(8, "what it is about", key="tls.alert_message.desc", names=ALERTS, label="Alert")


class EncryptedAlert(Header):
    """An alert that is encrypted."""

    key = "tls"
    title = "TLS alert"
    rfc = "RFC 8446 §6"

    alert: bytes = as_found(
        "an alert, encrypted; mostly it says that the sender has no more to say", key="tls.alert_message"
    )


def _why_closed(raw: object) -> str:  # noqa: ARG001 - the same of all
    return "encrypted: only the two ends have the keys, so nobody on the way can read it"


class ApplicationData(Header):
    """What all the rest is for."""

    key = "tls"
    title = "TLS application data"
    rfc = "RFC 8446 §5.2"

    data: bytes = as_found(
        "what the program that uses TLS sends; a change on the way would be noticed",
        key="tls.app_data",
        label="Application data",
        note=_why_closed,
    )


def read_change_cipher_spec(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read the one byte that there is."""
    reading.read(ChangeCipherSpec)


def read_alert(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read an alert; one that is not two bytes long is encrypted."""
    if reading.left == Alert.fixed_bytes:
        reading.read(Alert)
    else:
        reading.take(EncryptedAlert)


def read_application_data(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Keep what nobody but the two ends can read."""
    reading.take(ApplicationData)
