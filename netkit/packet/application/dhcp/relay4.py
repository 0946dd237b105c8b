"""What a relay adds to a message that it passes on: where the client hangs on its network (RFC 3046)."""

from __future__ import annotations

from netkit.packet.application.dhcp.codes4 import SUBOPTIONS_OF_RELAYS
from netkit.packet.application.dhcp.option import Inside, OptionFamily, read_option
from netkit.packet.application.dhcp.option4 import DhcpOption, DhcpOptionRest
from netkit.packet.application.dhcp.relay_suboption4 import RelaySuboption, UnknownRelaySuboption
from netkit.packet.application.dhcp.relay_suboptions4 import RELAY_SUBOPTIONS
from netkit.packet.reading import Reading

__all__ = ["RelayAgentInformation"]

SUBOPTIONS = OptionFamily(
    rule="dhcp.suboption",
    rfc="RFC 3046 §2.0",
    head=RelaySuboption,
    length_key="dhcp.option.suboption_length",
    names=SUBOPTIONS_OF_RELAYS,
    tables=RELAY_SUBOPTIONS,
    unknown=UnknownRelaySuboption,
    rest=DhcpOptionRest.fields[0],
    called="suboption",
    inner=True,
)


class RelayAgentInformation(DhcpOption):
    """What the relay knows of the client; the server sends it back as it is."""

    title = "DHCP relay agent information"
    rfc = "RFC 3046 §2.0"

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the suboptions."""
        within = inside.deeper(self.group, SUBOPTIONS)
        while reading.left:
            read_option(reading, within)
