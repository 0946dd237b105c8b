"""Fields of a capture's packets as files for other engines: Parquet, JSON lines, CSV."""

from __future__ import annotations
