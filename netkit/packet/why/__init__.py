"""What each value of a packet makes the network do, in sentences that stand beside the protocols."""

from netkit.packet.why.sentences import Why, sentences

__all__ = ["Why", "sentences"]
