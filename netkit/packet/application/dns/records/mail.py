"""Records of mail: MX, and the older MB, MG, MR, MINFO, MD, MF and PX (RFC 1035 §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import bits
from netkit.packet.header import Header

__all__ = ["MAIL"]


class MailPreference(Header):
    """MX: how much to prefer this mail exchange."""

    key = "dns"
    title = "DNS MX record data"
    rfc = "RFC 1035 §3.3.9"

    preference: int = bits(16, "a cost: mail goes to the lowest first", key="dns.mx.preference")


class MailExchange(Header):
    """MX: the machine that takes the mail."""

    key = "dns"
    title = "DNS MX record data"
    rfc = "RFC 1035 §3.3.9"

    mail_exchange: str = name_field("the machine that takes the mail", key="dns.mx.mail_exchange")


class MailDestination(Header):
    """MD: the machine that takes the mail, before there was MX."""

    key = "dns"
    title = "DNS MD record data"
    rfc = "RFC 1035 §3.3.4"

    host: str = name_field("the machine that takes the mail", key="dns.md")


class MailForwarder(Header):
    """MF: the machine that passes the mail on, before there was MX."""

    key = "dns"
    title = "DNS MF record data"
    rfc = "RFC 1035 §3.3.5"

    host: str = name_field("the machine that passes the mail on", key="dns.mf")


class Mailbox(Header):
    """MB: the machine that has a mailbox."""

    key = "dns"
    title = "DNS MB record data"
    rfc = "RFC 1035 §3.3.3"

    host: str = name_field("the machine that has the mailbox", key="dns.mb")


class MailGroup(Header):
    """MG: a member of a mailing list."""

    key = "dns"
    title = "DNS MG record data"
    rfc = "RFC 1035 §3.3.6"

    member: str = name_field("a mailbox of the mailing list", key="dns.mg")


class MailRename(Header):
    """MR: the new name of a mailbox."""

    key = "dns"
    title = "DNS MR record data"
    rfc = "RFC 1035 §3.3.8"

    new_name: str = name_field("the new name of the mailbox", key="dns.mr")


class MailInformation(Header):
    """MINFO: who looks after a mailing list."""

    key = "dns"
    title = "DNS MINFO record data"
    rfc = "RFC 1035 §3.3.7"

    responsible_mailbox: str = name_field("who looks after the mailing list", key="dns.minfo.r")
    error_mailbox: str = name_field("who is told of errors", key="dns.minfo.e")


class MailTranslation(Header):
    """PX: how much to prefer this rule."""

    key = "dns"
    title = "DNS PX record data"
    rfc = "RFC 2163 §4"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.px.preference")


class MailTranslationNames(Header):
    """PX: what an address of X.400 and one of Internet mail have to do with each other."""

    key = "dns"
    title = "DNS PX record data"
    rfc = "RFC 2163 §4"

    internet_mail: str = name_field("the address in Internet mail", key="dns.px.map822")
    x400_mail: str = name_field("the address in X.400 mail", key="dns.px.map400", label="X.400 mail")


MAIL: Mapping[int, ReadData] = MappingProxyType(
    {
        3: in_order(*MailDestination.fields),
        4: in_order(*MailForwarder.fields),
        7: in_order(*Mailbox.fields),
        8: in_order(*MailGroup.fields),
        9: in_order(*MailRename.fields),
        14: in_order(*MailInformation.fields),
        15: in_order(MailPreference, *MailExchange.fields),
        26: in_order(MailTranslation, *MailTranslationNames.fields),
    }
)
