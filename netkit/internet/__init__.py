"""Networks in virtual time: links that delay and lose, and transfers over them. The same plan gives the same run, byte for byte."""

from netkit.internet.drops import Drop, parse_drop
from netkit.internet.link import Link
from netkit.internet.plan import Plan
from netkit.internet.transfer import Transfer, transfer

__all__ = ["Drop", "Link", "Plan", "Transfer", "parse_drop", "transfer"]
