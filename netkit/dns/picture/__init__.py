"""A walk as a picture: the tree of zones that it went through, who was asked, and the chain of trust."""

from netkit.dns.picture.walk_page import walk_page
from netkit.dns.picture.walk_picture import walk_picture

__all__ = ["walk_page", "walk_picture"]
