"""What a resolver remembers, and for how long."""

from netkit.dns.cache.cache import Cache
from netkit.dns.cache.entry import Credibility, Entry, Failure, Negative

__all__ = ["Cache", "Credibility", "Entry", "Failure", "Negative"]
