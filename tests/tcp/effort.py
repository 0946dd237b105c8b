"""How many examples the properties of TCP try: few in CI, many by hand (NETKIT_TCP_EXAMPLES=20 tries twenty times as many)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def examples(count: int) -> settings:
    """Settings for `count` examples, and as many times more as the environment asks for."""
    more = int(os.environ.get("NETKIT_TCP_EXAMPLES", "1"))
    return settings(max_examples=count * more, deadline=None, suppress_health_check=[HealthCheck.too_slow])
