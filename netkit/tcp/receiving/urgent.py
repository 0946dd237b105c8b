"""The urgent pointer as a receiver sees it: up to where data is urgent, and when the application is told (RFC 9293 section 3.8.5)."""

from __future__ import annotations

__all__ = ["Urgency"]


class Urgency:
    """`end` is the number of the byte behind the urgent data, as far as it is known; it never goes back (0: nothing was ever urgent)."""

    def __init__(self) -> None:
        self.end = 0

    def points(self, end: int, taken: int) -> bool:
        """A pointer came, while the application has taken all before `taken`; whether it is to be told.

        It is told when something becomes urgent, and whenever more does.
        """
        if end <= max(self.end, taken):
            return False
        self.end = end
        return True

    def left(self, taken: int) -> int:
        """Urgent bytes that the application has not taken yet, whether they have come or not."""
        return max(0, self.end - taken)
