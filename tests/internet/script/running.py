"""Scripts for the tests: those of the textbook's topics, and how they are run."""

from pathlib import Path

from netkit.internet.script.language.reading import read_script
from netkit.internet.script.running import run_script

__all__ = ["ESTABLISHED", "SCRIPTS", "run"]

SCRIPTS = sorted((Path(__file__).parents[2] / "tcp" / "scripts").glob("*.pkt"))

ESTABLISHED = """\
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 40000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+.1 < . 1:1(0) ack 1 win 40000
+0 accept(3, ..., ...) = 4
"""
"""Seven lines, behind which a connection stands on descriptor 4."""


def run(text, **how):
    """A script's text, read and run."""
    return run_script(read_script(text, name="a script"), **how)
