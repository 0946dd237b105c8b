"""A recorded capture made anew for one student: the same traffic with other addresses, names and numbers (`docs/own-traffic.md`)."""

from netkit.capture.anew.left import Left, Why
from netkit.capture.anew.making import Anew, Recording, made_anew
from netkit.capture.anew.renaming import Renaming

__all__ = ["Anew", "Left", "Recording", "Renaming", "Why", "made_anew"]
