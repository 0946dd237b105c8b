"""A private network for each test."""

import pytest

from tests.system.live_network import need_networks


@pytest.fixture
def namespace():
    """A private network, in which nothing is set up."""
    need_networks()
    from netkit.live.namespace import Namespace

    with Namespace() as found:
        yield found
