"""A payload cut into segments (RFC 9293 §3.7): how much each carries, which bytes, under which numbers, and as which packets."""

from netkit.tcp.segmentation.cutting import Portion, Segmentation, segment
from netkit.tcp.segmentation.ends import End
from netkit.tcp.segmentation.exchange import Exchange, Sent
from netkit.tcp.segmentation.options import Options
from netkit.tcp.segmentation.size import SegmentSize, segment_size

__all__ = [
    "End",
    "Exchange",
    "Options",
    "Portion",
    "SegmentSize",
    "Segmentation",
    "Sent",
    "segment",
    "segment_size",
]
