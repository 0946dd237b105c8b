"""The table of all scenes."""

from __future__ import annotations

from .diagnostics import diagnostic_scenes
from .greetings import GREETINGS
from .journeys import Journey
from .lookups import lookup_scenes
from .losses import loss_scenes
from .page_table import PAGE_LOADS, PAGE_LOADS_IPV6
from .routed import WAYS
from .scene import Scene
from .translated import HOMES


def all_scenes() -> list[Scene]:
    """Every scene, in the order in which they are recorded."""
    return [
        *(load.scene(f"page-load-{number:02}") for number, load in enumerate(PAGE_LOADS, 1)),
        *(load.scene(f"page-load-ipv6-{number:02}") for number, load in enumerate(PAGE_LOADS_IPV6, 1)),
        *(greeting.scene(f"hello-{number:02}") for number, greeting in enumerate(GREETINGS, 1)),
        *diagnostic_scenes(),
        *lookup_scenes(),
        *loss_scenes(),
    ]


def all_journeys() -> list[Journey]:
    """Every journey, in the order in which they are recorded."""
    return [
        *(way.journey(f"along-{number:02}") for number, way in enumerate(WAYS, 1)),
        *(home.journey(f"nat-{number:02}") for number, home in enumerate(HOMES, 1)),
    ]
