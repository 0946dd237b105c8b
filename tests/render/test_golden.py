"""Each kind of block as it looks, read and found good by a person; `--update-golden` after a change, then read the difference."""

from pathlib import Path

import pytest

from tests.render.drawing import drawn
from tests.render.samples import ALL

GOLDEN = Path(__file__).parent / "golden"
LOOKS = [
    *((name, "terminal", 80) for name in ALL),
    *((name, "plain", 80) for name in ALL),
    *((name, "ascii", 80) for name in ("packet", "bytes", "bits", "checks", "prose", "lanes")),
    *(
        (name, "terminal", 40)
        for name in ("packet", "bytes", "bits", "checks", "table", "diagrams", "lanes", "remarks", "stages", "tree")
    ),
    ("packet", "pipe", 120),
    ("table", "pipe", 120),
    ("bytes", "pipe", 80),
]


@pytest.mark.parametrize(("name", "mode", "width"), LOOKS)
def test_golden(request, name, mode, width):
    text = "".join(f"{line}\n" for line in drawn(ALL[name], mode=mode, width=width))
    golden = GOLDEN / f"{name}-{mode}-{width}.txt"
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_no_golden_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}-{mode}-{width}.txt" for name, mode, width in LOOKS}
