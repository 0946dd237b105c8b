"""Checksums worked by hand: which words are added, where each lies, the sum with its carries, and what a change makes of it."""

from netkit.packet.summing.covered import CHECKSUMS, Covered, Guard, covered
from netkit.packet.summing.slips import Slip, slips
from netkit.packet.summing.update import Update, update, updates
from netkit.packet.summing.word import Part, Word
from netkit.packet.summing.working import Working, work

__all__ = [
    "CHECKSUMS", "Covered", "Guard", "Part", "Slip", "Update", "Word", "Working", "covered", "slips", "update", "updates", "work",
]  # fmt: skip
