"""Whole screens of `netkit dns trace`, read and found good by a person; `--update-golden` after a change, then read the difference."""

from pathlib import Path

import pytest

from netkit.dns.view.trace import trace_view
from tests.dns.view.made_trust import bogus, unchecked, validated
from tests.render.drawing import drawn

GOLDEN = Path(__file__).parent / "golden"
WALKS = {
    "plain": lambda: unchecked("www.example.test"),
    "glueless": lambda: unchecked("www.glueless.test"),
    "secure": lambda: validated("www.example.test"),
    "bogus": bogus,
}
LOOKS = [(name, mode, width) for name in WALKS for mode, width in (("terminal", 80), ("terminal", 40))]
LOOKS += [("secure", "plain", 80)]


@pytest.mark.parametrize(("name", "mode", "width"), LOOKS)
def test_golden(request, name, mode, width):
    result, steps = WALKS[name]()
    document = trace_view(result, steps, where="made-up internet · nothing cached")
    text = "".join(f"{line}\n" for line in drawn(document.blocks, mode=mode, width=width))
    golden = GOLDEN / f"{name}-{mode}-{width}.txt"
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_no_golden_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}-{mode}-{width}.txt" for name, mode, width in LOOKS}
