"""Our files in the hands of those who read them: check50's own renderers, junitparser, and Kubernetes' schemas."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.lab.export.test_exports import made

DEV = "comes with netkit-labs[dev]"
BATCH = Path(ROOT) / "docs" / "batch"


@pytest.mark.parametrize("file", ["ada.json", "pair.json"])
def test_check50_draws_it(file):
    renderer = pytest.importorskip("check50.renderer", reason=f"check50 {DEV}")
    found = json.loads(made("check50")[file])
    parts = {key: found[key] for key in ("slug", "results", "version")}
    told = renderer.to_ansi(**parts)
    page = renderer.to_html(**parts)
    for result in found["results"]:
        assert result["description"] in told
        assert result["description"] in page
    if file == "ada.json":
        assert ":( How many routers?" in told
        assert ":| Then?" in told
        assert ":) Whose address?" in told


def test_junitparser_reads_the_points(tmp_path):
    junitparser = pytest.importorskip("junitparser", reason=f"junitparser {DEV}")
    (tmp_path / "grades.xml").write_bytes(made("junit")["grades.xml"])
    suites = list(junitparser.JUnitXml.fromfile(str(tmp_path / "grades.xml")))
    assert [(suite.tests, suite.failures, suite.skipped, suite.errors) for suite in suites] == [
        (5, 3, 1, 0), (1, 0, 0, 0), (1, 0, 0, 1),
    ]  # fmt: skip
    assert {each.name: each.value for each in suites[0].properties()}["score"] == "2.5"


def test_kubernetes_takes_the_job():
    kubernetes = pytest.importorskip("kubernetes_validate", reason=f"kubernetes-validate {DEV}")
    yaml = pytest.importorskip("yaml", reason="it comes with kubernetes-validate")
    job = yaml.safe_load((BATCH / "kubernetes.yaml").read_text())
    kubernetes.validate(job, kubernetes.latest_version(), strict=True)
    (container,) = job["spec"]["template"]["spec"]["containers"]
    # the shares are those of the completions, and each is there once
    assert f"/{job['spec']['completions']}" in container["args"][0]
    shares = [shell_number(container["args"][0], index) for index in range(job["spec"]["completions"])]
    assert shares == [f"{number}/8" for number in range(1, 9)]


def shell_number(command, index):
    """What `--shard` is for one pod, as its own shell works it out."""
    share = command.rsplit("--shard ", 1)[1]
    done = subprocess.run(
        ["/bin/sh", "-c", f"echo {share}"],
        env={"JOB_COMPLETION_INDEX": str(index)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


SBATCH = frozenset(
    {
        "job-name",
        "array",
        "ntasks",
        "cpus-per-task",
        "mem",
        "time",
        "requeue",
        "output",
        "error",
        "partition",
        "account",
    }
)
"""Options of sbatch, as sbatch(1) has them."""


def test_slurm_takes_the_script():
    script = (BATCH / "slurm.sh").read_text()
    options = dict(re.findall(r"^#SBATCH --([a-z-]+)(?:=(\S+))?$", script, re.MULTILINE))
    assert len(options) == script.count("#SBATCH ")
    assert set(options) <= SBATCH
    # sbatch stops looking for its options at the first command
    assert script.rindex("#SBATCH") < script.index("\nexec ")
    assert re.fullmatch(r"1-\d+", options["array"])
    assert re.fullmatch(r"\d+[KMGT]?", options["mem"])
    assert re.fullmatch(r"(\d+-)?\d\d:\d\d:\d\d", options["time"])
    assert shutil.which("bash")
    assert subprocess.run(["bash", "-n", BATCH / "slurm.sh"], check=False).returncode == 0
