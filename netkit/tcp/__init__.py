"""TCP: segments, and everything that makes them arrive."""

from netkit.tcp.connection.endpoint import Endpoint, Output
from netkit.tcp.connection.states import State
from netkit.tcp.event import Event
from netkit.tcp.profile import PROFILES, Profile
from netkit.tcp.reassembly import Reassembler
from netkit.tcp.segment import Flag, Segment
from netkit.tcp.tracking.tracker import Tracker

__all__ = ["PROFILES", "Endpoint", "Event", "Flag", "Output", "Profile", "Reassembler", "Segment", "State", "Tracker"]
