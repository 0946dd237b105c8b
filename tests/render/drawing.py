"""Blocks drawn as text, in each of the ways in which netkit can draw them."""

from netkit.render.layout import arrange, arrange_aloud
from netkit.render.page import Page
from netkit.render.plain import texts

MODES = {
    "terminal": (arrange, {"boxes": True}),
    "pipe": (arrange, {}),
    "ascii": (arrange, {"encoding": "ascii"}),
    "plain": (arrange_aloud, {}),
    "plain-ascii": (arrange_aloud, {"encoding": "ascii"}),
}


def drawn(blocks, *, mode="pipe", width=80):
    arranged, options = MODES[mode]
    return list(texts(arranged(blocks, Page(width=width, **options))))
