"""Two packets compared: which fields differ, what that changes, and what the two are to one another."""

from netkit.packet.comparing.comparison import Comparison
from netkit.packet.comparing.conclusions import Conclusion, conclusion

__all__ = ["Comparison", "Conclusion", "conclusion"]
