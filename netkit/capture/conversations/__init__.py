"""Who talked to whom in a capture, how much and how long; counted in whole batches of packets."""

from __future__ import annotations
