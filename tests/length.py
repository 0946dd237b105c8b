"""How long the tests may take.

With NETKIT_LONG=1 those that go through cases by the thousand go through all of them, otherwise through a part.
"""

import os

__all__ = ["LONG"]

LONG = os.environ.get("NETKIT_LONG") == "1"
