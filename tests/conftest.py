"""What all tests share: helper modules are imported as `tests.<folder>.<module>`, from wherever pytest is started."""

import os
import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).parents[1]

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# No test asserts a time: a loaded machine may take long over an example.
settings.register_profile("netkit", deadline=None)
# A second Python on the same machine needs to try less.
settings.register_profile("brief", deadline=None, max_examples=10)
settings.load_profile(os.environ.get("NETKIT_HYPOTHESIS", "netkit"))


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write what is drawn now as what is expected")
