"""How much may be under way: one small class for each algorithm."""

from collections.abc import Mapping
from types import MappingProxyType

from netkit.tcp.congestion.bbr import Bbr
from netkit.tcp.congestion.control import CongestionControl
from netkit.tcp.congestion.cubic import Cubic
from netkit.tcp.congestion.newreno import NewReno
from netkit.tcp.congestion.reno import Reno

__all__ = ["CONTROLS", "CongestionControl"]

CONTROLS: Mapping[str, type[CongestionControl]] = MappingProxyType(
    {each.name: each for each in (Reno, NewReno, Cubic, Bbr)}
)
"""The algorithms by name."""
