"""Tasks judged on packets: what is to be seen, in which order and time, and which way of thinking another order shows.

`netkit.lab.wire.dns` and `netkit.lab.wire.tcp` make events of packets and know what can be wanted of them.
"""

from netkit.lab.wire.event import Event
from netkit.lab.wire.step import After, Anytime, AtLeast, Before, FollowedBy, NoneBetween, Sighting, Step, Within
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.twin import Twin, twin
from netkit.lab.wire.wire import Mistake, Seen, Wire, look, single

__all__ = [
    "After",
    "Anytime",
    "AtLeast",
    "Before",
    "Event",
    "FollowedBy",
    "Mistake",
    "NoneBetween",
    "Seen",
    "Sighting",
    "Step",
    "Trait",
    "Twin",
    "Wire",
    "Within",
    "look",
    "single",
    "twin",
]
