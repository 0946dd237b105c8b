"""Streams: which packets belong to one conversation, numbered as Wireshark numbers them, and the bytes that both sides said in it.

`numbers.py` and `datagrams.py` number the streams of TCP and UDP, `segments.py` finds the segments in a packet; `tracking.py` makes
columns of what that tells: `one_by_one.py` packet by packet, which is the rule, and `together.py` for all packets of a batch, from
`arrays.py`, `ends.py` and `numbering.py`. `following.py` puts the bytes of one stream together.
"""

from __future__ import annotations
