"""The made-up internet: a root, top-level domains and leaves that can be walked without any network.

Every name and address in it is reserved for documentation or testing
(RFC 2606, 6761, 5737, 3849). `ORIGIN` is when its virtual time begins.
"""

from netkit.dns.made_up.internet import ORIGIN, MadeUpInternet, Reply
from netkit.dns.made_up.tables import Lesson, Server

__all__ = ["ORIGIN", "Lesson", "MadeUpInternet", "Reply", "Server"]
