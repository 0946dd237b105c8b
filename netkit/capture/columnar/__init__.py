"""A capture as columns: the values of any fields of many packets at once, as NumPy arrays."""

from __future__ import annotations
