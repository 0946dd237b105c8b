"""Display filters in Wireshark's language: which packets of a capture they select.

>>> from netkit.capture.filtering import compile_filter
>>> sorted(compile_filter("tcp.port == 80 and not ip.ttl < 64").keys)
['ip.ttl', 'tcp.port']
"""

from __future__ import annotations

from netkit.capture.filtering.filter import Filter, compile_filter

__all__ = ["Filter", "compile_filter"]
