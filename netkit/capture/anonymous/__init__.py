"""A capture that may be shared: other addresses and names in their places, consistently, and no content (`docs/captures.md`)."""

from netkit.capture.anonymous.anonymiser import Anonymiser

__all__ = ["Anonymiser"]
