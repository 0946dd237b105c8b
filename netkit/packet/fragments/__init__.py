"""Packets cut into fragments, and put together again (RFC 791 §3.2, RFC 8200 §4.5)."""

from netkit.packet.fragments.arrival import Fragment, Identity, fragment_of
from netkit.packet.fragments.cutting import fragment
from netkit.packet.fragments.defragmenter import Defragmenter
from netkit.packet.fragments.events import Completed, GivenUp, Held, Ignored
from netkit.packet.fragments.limits import LINUX, PROFILES, RFC, Limits
from netkit.packet.fragments.problems import FragmentProblem
from netkit.packet.fragments.reassembly import reassemble
from netkit.packet.fragments.result import Incomplete, LeftOut, Reassembled

__all__ = [
    "LINUX",
    "PROFILES",
    "RFC",
    "Completed",
    "Defragmenter",
    "Fragment",
    "FragmentProblem",
    "GivenUp",
    "Held",
    "Identity",
    "Ignored",
    "Incomplete",
    "LeftOut",
    "Limits",
    "Reassembled",
    "fragment",
    "fragment_of",
    "reassemble",
]
