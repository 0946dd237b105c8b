"""A walk told again from what was really asked and answered."""

from netkit.dns.replay.exchange import Exchange, exchanges_of, referred_zone
from netkit.dns.replay.retelling import Retold, retell
from netkit.dns.replay.start import names_of_addresses, served_zones
from netkit.dns.replay.walks import walks_in

__all__ = [
    "Exchange",
    "Retold",
    "exchanges_of",
    "names_of_addresses",
    "referred_zone",
    "retell",
    "served_zones",
    "walks_in",
]
