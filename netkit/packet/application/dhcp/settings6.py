"""The options by which a host learns the settings of its network over IPv6, and those that steer the asking (RFC 8415 §21, RFC 3646)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.codes6 import MESSAGE_TYPES, OPTIONS
from netkit.packet.application.dhcp.kinds import HUNDREDTHS, TEXT
from netkit.packet.application.dhcp.names import put_partial_names
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option6 import Dhcpv6Option, addresses, name_item, names, number, text
from netkit.packet.field import as_found, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, SECONDS
from netkit.packet.reading import Reading

__all__ = [
    "SETTINGS", "Authentication", "ClientFqdn", "ElapsedTime", "OptionRequest", "Preference", "RapidCommit", "ReconfigureMessage",
]  # fmt: skip

HMAC_MD5 = 1
FROM_SERVERS = frozenset({2, 7, 10})


class RequestedOption(Header):
    """An option that the client would like the server to send."""

    key = "dhcpv6"
    title = "DHCPv6 requested option"
    rfc = "RFC 8415 §21.7"

    option: int = bits(
        16, "an option that is asked for", key="dhcpv6.requested_option_code", names=OPTIONS, label="Please send"
    )


class OptionRequest(Dhcpv6Option):
    """What the client would like to be told."""

    title = "DHCPv6 option request"
    rfc = "RFC 8415 §21.7"
    item = RequestedOption


class EchoRequest(Dhcpv6Option):
    """Which of its options a relay wants back."""

    title = "DHCPv6 echo request"
    rfc = "RFC 4994"
    item = RequestedOption


class Preference(Dhcpv6Option):
    """How much the server would like to be chosen."""

    title = "DHCPv6 preference"
    rfc = "RFC 8415 §21.8"

    preference: int = bits(
        8, "how much the server would like to be chosen; 255: take it at once", key="dhcpv6.option_preference"
    )


class ElapsedTime(Dhcpv6Option):
    """How long the client has tried."""

    title = "DHCPv6 elapsed time"
    rfc = "RFC 8415 §21.9"

    elapsed_time: int = bits(16, "since the client began to ask", key="dhcpv6.elapsed_time", kind=HUNDREDTHS)


class Authentication(Dhcpv6Option):
    """Proves who sent the message."""

    title = "DHCPv6 authentication"
    rfc = "RFC 8415 §21.11"

    protocol: int = bits(
        8, "how it is proved", key="dhcpv6.auth.protocol", names={0: "token", 2: "delayed", 3: "reconfigure key"}
    )
    algorithm: int = bits(8, "with which sum", key="dhcpv6.auth.algorithm", names={1: "HMAC-MD5"})
    replay_detection_method: int = bits(8, "how repetitions are known", key="dhcpv6.auth.rdm")
    replay_detection: bytes = bits(
        64, "grows with each message, so that none can be sent again", key="dhcpv6.auth.replay_detection", kind=BYTES
    )

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the proof; that of the delayed protocol, longer than any other, has three parts (RFC 3315 §21.4.1)."""
        proof, realm = AuthenticationProof.fields
        if self.algorithm == HMAC_MD5 and reading.left > DelayedProof.fixed_bytes:
            reading.run(realm, reading.left - DelayedProof.fixed_bytes, self.group)
            reading.read(DelayedProof, self.group)
        elif reading.left:
            reading.run(proof, reading.left, self.group)


class AuthenticationProof(Header):
    """What only the holders of a key can make."""

    key = "dhcpv6"
    title = "DHCPv6 authentication information"
    rfc = "RFC 8415 §21.11"

    information: bytes = as_found("the proof", key="dhcpv6.auth.info")
    realm: bytes = as_found("whose key it is", key="dhcpv6.auth.realm", kind=TEXT, rfc="RFC 3315 §21.4.1")


class DelayedProof(Header):
    """The proof of the delayed protocol."""

    key = "dhcpv6"
    title = "DHCPv6 delayed authentication"
    rfc = "RFC 3315 §21.4.1"

    key_id: int = bits(32, "which key it was made with", key="dhcpv6.auth.key_id", label="Key ID")
    digest: bytes = bits(
        128, "only who has the key can make it", key="dhcpv6.auth.md5_data", kind=BYTES, label="HMAC-MD5"
    )


class RapidCommit(Dhcpv6Option):
    """Two messages will do instead of four."""

    title = "DHCPv6 rapid commit"
    rfc = "RFC 8415 §21.14"


class ReconfigureMessage(Dhcpv6Option):
    """With which message the client is to answer a reconfigure."""

    title = "DHCPv6 reconfigure message"
    rfc = "RFC 8415 §21.19"

    message_type: int = bits(
        8, "with which message the client is to answer", key="dhcpv6.reconf_msg", names=MESSAGE_TYPES
    )


class ReconfigureAccept(Dhcpv6Option):
    """The client, or the server, knows reconfigure messages."""

    title = "DHCPv6 reconfigure accept"
    rfc = "RFC 8415 §21.20"


class ClientFqdn(Dhcpv6Option):
    """The client's whole name, and who enters it in DNS."""

    title = "DHCPv6 client FQDN"
    rfc = "RFC 4704 §4"

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """At least the flags must be there."""
        return length > 0

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the flags, which the client and the server call differently, and the name, of which there may be the first part only."""
        reading.read(ServerFqdnFlags if inside.message_type in FROM_SERVERS else ClientFqdnFlags, self.group)
        put_partial_names(reading, ClientName.fields[0], self.group, dot=True)


class ClientFqdnFlags(Header):
    """What the client would like the server to do in DNS."""

    key = "dhcpv6"
    title = "DHCPv6 flags of the client's FQDN"
    rfc = "RFC 4704 §4.1"

    reserved: int = bits(5, "must be zero", key="dhcpv6.clientfqdn.reserved", default=0, minor=True)
    no_updates: bool = flag("please change nothing in DNS", key="dhcpv6.clientfqdn.client.n", label="N, no updates")
    overridden: bool = flag("must be zero", key="dhcpv6.clientfqdn.client.o", label="O, overridden", minor=True)
    server: bool = flag(
        "please enter the address for the name", key="dhcpv6.clientfqdn.client.s", label="S, server updates"
    )


class ServerFqdnFlags(Header):
    """What the server does in DNS."""

    key = "dhcpv6"
    title = "DHCPv6 flags of the server's FQDN"
    rfc = "RFC 4704 §4.1"

    reserved: int = bits(5, "must be zero", key="dhcpv6.clientfqdn.reserved", default=0, minor=True)
    no_updates: bool = flag(
        "the server changes nothing in DNS", key="dhcpv6.clientfqdn.server.n", label="N, no updates"
    )
    overridden: bool = flag(
        "the server does otherwise than the client wished", key="dhcpv6.clientfqdn.server.o", label="O, overridden"
    )
    server: bool = flag(
        "the server enters the address for the name", key="dhcpv6.clientfqdn.server.s", label="S, server updates"
    )


ClientName = name_item("Client name", "the client's name", "dhcpv6.client_domain", "RFC 4704 §4.2")

SETTINGS: Mapping[int, type[Dhcpv6Option]] = MappingProxyType(
    {
        6: OptionRequest,
        7: Preference,
        8: ElapsedTime,
        11: Authentication,
        12: number(128, "Server address", "send to this address from now on", "dhcpv6.unicast", "RFC 8415 §21.12", kind=ADDRESS_IPV6),
        14: RapidCommit,
        19: ReconfigureMessage,
        20: ReconfigureAccept,
        21: names("SIP server", "a server through which calls go", "dhcpv6.sip_server_domain_search_fqdn", "RFC 3319 §3.1"),
        22: addresses("SIP server", "a server through which calls go", "dhcpv6.sip_server_a", "RFC 3319 §3.2"),
        23: addresses("DNS server", "a server to ask for names, the best first", "dhcpv6.dns_server", "RFC 3646 §3"),
        24: names("Search in", "a domain in which to look for short names", "dhcpv6.search_list_entry", "RFC 3646 §4"),
        27: addresses("NIS server", "a server of Sun's network information service", "dhcpv6.nis_server", "RFC 3898 §3"),
        28: addresses("NIS+ server", "a server of NIS+", "dhcpv6.nisp_server", "RFC 3898 §4"),
        29: names("NIS domain", "the domain of Sun's network information service", "dhcpv6.nis_fqdn", "RFC 3898 §5"),
        30: names("NIS+ domain", "the domain of NIS+", "dhcpv6.nisp_fqdn", "RFC 3898 §6"),
        31: addresses("SNTP server", "a server to set the clock by, the best first", "dhcpv6.sntp_server", "RFC 4075 §4"),
        32: number(
            32, "Information refresh time", "after this long the client asks again", "dhcpv6.lifetime", "RFC 8415 §21.23", kind=SECONDS
        ),
        33: names("BCMCS server", "a server of broadcasts in a mobile network", "dhcpv6.bcmcs_server_fqdn", "RFC 4280 §4"),
        34: addresses("BCMCS server", "a server of broadcasts in a mobile network", "dhcpv6.bcmcs_server_a", "RFC 4280 §4"),
        39: ClientFqdn,
        40: addresses("PANA agent", "who checks that a client may use the network", "dhcpv6.pana_agent", "RFC 5192"),
        41: text("Time zone (POSIX)", "the time zone as POSIX writes it", "dhcpv6.timezone", "RFC 4833 §3"),
        42: text("Time zone (name)", "the time zone's name in the tz database", "dhcpv6.tzdb", "RFC 4833 §3"),
        43: EchoRequest,
        52: addresses("CAPWAP controller", "steers wireless access points", "dhcpv6.capwap_ac_v6", "RFC 5417 §3"),
        59: text("Boot file URL", "the file to start from", "dhcpv6.boot_file_url", "RFC 5970 §3.1"),
        64: names("AFTR", "the far end of the tunnel for IPv4", "dhcpv6.aftr_name", "RFC 6334 §3"),
        82: number(32, "Longest wait", "the most seconds between two solicits", "dhcpv6.sol_max_rt", "RFC 8415 §21.24", kind=SECONDS),
        83: number(
            32, "Longest wait", "the most seconds between two requests for information", "dhcpv6.inf_max_rt", "RFC 8415 §21.25",
            kind=SECONDS,
        ),
        103: text("Captive portal", "where to ask what keeps this host from the Internet", "dhcpv6.captive_portal", "RFC 8910 §2.2"),
        112: text("MUD URL", "where the device's maker says what it does", "dhcpv6.mudurl", "RFC 8520 §10"),
    }
)  # fmt: skip
"""The tables of these options by code."""
