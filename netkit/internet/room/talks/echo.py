"""The echo protocol: every byte comes back (RFC 862)."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.internet.room.talk import Act, Finish, Say

__all__ = ["EchoTalk"]


class EchoTalk:
    """Says what it hears, until the client ends."""

    def begin(self) -> Sequence[Act]:
        """It waits."""
        return ()

    def hear(self, data: bytes) -> Sequence[Act]:
        """The same bytes."""
        return (Say(data),)

    def end(self) -> Sequence[Act]:
        """It ends as well."""
        return (Finish(),)
