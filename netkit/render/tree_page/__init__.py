"""A tree with what tells more of it, as a page of one file that loads nothing: choosing a card shows the stages that belong to it."""

from netkit.render.tree_page.document import tree_page

__all__ = ["tree_page"]
