"""A live lab driven through the lab shell by `live_lab`, as who runs the tests or as an ordinary user."""

import json
import subprocess
import sys

from netkit.lab.judging.judgement import judge
from tests.lab.students import LABS, variant
from tests.system.live_network import as_user, environment
from tests.system.program import ROOT

__all__ = ["driven", "explained_alike"]


def driven(lab, student, plan, *, as_other):
    """What the driver says."""
    words = [lab, student, json.dumps(plan)]
    if as_other:
        done = as_user(*words, module="tests.system.live_lab", timeout=300)
    else:
        command = [sys.executable, "-m", "tests.system.live_lab", *words]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(), cwd=ROOT, check=False, timeout=300
        )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def explained_alike(lab, student, task, verdict):
    """Whether a live way is told what its captured twin is told, but for numbers."""
    mine = variant(lab, student)
    twin = judge(LABS[lab].task(task), mine.situation.twins[task].names[verdict["misconception"]], mine)
    own, other = (set(text.split()) for text in (verdict["explanation"], twin.explanation))
    return len(own & other) >= 0.6 * len(other)
