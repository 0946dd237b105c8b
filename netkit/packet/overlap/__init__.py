"""Pieces that overlap: who keeps which byte, and why. IP's fragments and TCP's segments share this.

`policies.py` says who wins where an arriving piece overlaps one that is held, as a table with one row a system; `store.py` keeps the
pieces by it, and `decision.py` tells of each overlap in words.
"""

from netkit.packet.overlap.decision import Decision, Decisions
from netkit.packet.overlap.policies import IP_POLICIES, TCP_POLICIES, Policy, policy_named
from netkit.packet.overlap.store import IntervalStore, Piece

__all__ = ["IP_POLICIES", "TCP_POLICIES", "Decision", "Decisions", "IntervalStore", "Piece", "Policy", "policy_named"]
