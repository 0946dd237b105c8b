"""Questions of DNS on a wire, each with its answer, and what can be wanted of them."""

from netkit.lab.wire.dns.asked import FILTER, Asked, asked, bursts
from netkit.lab.wire.dns.response import Response, response_kind

__all__ = ["FILTER", "Asked", "Response", "asked", "bursts", "response_kind"]
