"""The fields that SSDP and UPnP have beside HTTP's (UPnP Device Architecture 2.0)."""

from __future__ import annotations

from typing import Any

from netkit.packet.application.http.header_line import header_line as _line
from netkit.packet.header import Header

__all__ = ["SsdpLine"]


class SsdpLine(Header):
    """The lines of a message of SSDP's."""

    key = "http"
    title = "SSDP header"
    rfc = "UPnP Device Architecture 2.0 §1.1.2"

    callback: Any = _line("CALLBACK", "where to send the events", "UPnP Device Architecture 2.0 §4.1.2")
    ext: Any = _line("EXT", "the device has understood MAN; always empty", "UPnP Device Architecture 2.0 §1.3.3")
    man: Any = _line(
        "MAN", 'what must be understood: "ssdp:discover" looks for devices', "UPnP Device Architecture 2.0 §1.3.2"
    )
    mx: Any = _line(
        "MX",
        "each device waits up to this many seconds, so that not all answer at once",
        "UPnP Device Architecture 2.0 §1.3.2",
    )
    notification_type: Any = _line(
        "NT", "what kind of device or service this is about", "UPnP Device Architecture 2.0 §1.2.2"
    )
    notification_subtype: Any = _line(
        "NTS", "ssdp:alive: it is there; ssdp:byebye: it leaves", "UPnP Device Architecture 2.0 §1.2.2"
    )
    sequence: Any = _line("SEQ", "the number of the event", "UPnP Device Architecture 2.0 §4.3.2")
    subscription_id: Any = _line("SID", "which subscription this is about", "UPnP Device Architecture 2.0 §4.1.2")
    soap_action: Any = _line(
        "SOAPACTION", "which action of the device is asked for", "UPnP Device Architecture 2.0 §3.1.1"
    )
    search_target: Any = _line(
        "ST", "what kind of device or service is looked for", "UPnP Device Architecture 2.0 §1.3.2"
    )
    timeout: Any = _line("TIMEOUT", "for how long events are wanted", "UPnP Device Architecture 2.0 §4.1.2")
    unique_service_name: Any = _line(
        "USN", "the one name of this device or service", "UPnP Device Architecture 2.0 §1.2.2"
    )
