"""What is said of a recording at its end."""

from __future__ import annotations

from netkit.live.sniffing.recorder import Ending, Recorded

__all__ = ["in_words", "lost_in_words"]


def lost_in_words(lost: int) -> str:
    """How many packets are missing, and why."""
    if not lost:
        return "none was lost"
    are = "is" if lost == 1 else "are"
    return f"{lost:,} {are} missing: they came faster than they were read"


def in_words(recorded: Recorded) -> str:
    """How many packets there are, how many are missing, what is special about them, and why it ended where nobody asked for that."""
    count = recorded.packets
    told = f"{count:,} packet{'' if count == 1 else 's'}; {lost_in_words(recorded.lost)}."
    if recorded.unfilled:
        some = "All" if recorded.unfilled == count else f"{recorded.unfilled:,}"
        told += f" {some} had no checksum yet: the sender leaves it to the network card. They are marked, and not called wrong."
    if recorded.ending is Ending.GONE:
        told += " It ended because the interface is gone."
    return told
