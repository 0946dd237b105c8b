"""A walk told again from what was really asked and answered."""

from netkit.dns.replay.exchange import Exchange, exchanges_of
from netkit.dns.replay.retelling import Retold, retell
from netkit.dns.replay.walks import walks_in

__all__ = ["Exchange", "Retold", "exchanges_of", "retell", "walks_in"]
