"""Transport Layer Security (RFC 5246, RFC 8446): records, the handshake in them, and what of it can be read without the keys."""

from __future__ import annotations

__all__: list[str] = []
