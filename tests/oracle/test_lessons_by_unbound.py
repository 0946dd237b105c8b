"""The lessons of the made-up internet, walked by Unbound over real sockets: an independent resolver comes to the same answers."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from netkit.dns.made_up import MadeUpInternet
from netkit.dns.result import Security
from tests.dns.test_lessons import walked
from tests.oracle.requirement import missing
from tests.oracle.unbound_walks import SKIPPED
from tests.system.program import ROOT

LESSONS = MadeUpInternet().lessons
NAMESPACE = ["unshare", "-n"] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["unshare", "-rn"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    unbound = shutil.which("unbound", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if unbound is None:
        missing("unbound", "apt install unbound")
    if subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode:
        missing("a network namespace", "as root, or with user namespaces: unshare -rn")
    folder = tmp_path_factory.mktemp("unbound")
    done = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", "tests.oracle.unbound_walks", unbound, folder],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {line["lesson"]: line for line in map(json.loads, done.stdout.splitlines())}


def records(texts):
    """Owner and type in lower case (Unbound repeats the asker's capitals), and the data where a lesson gives any."""
    return sorted({(owner.lower(), kind, "*" if data == "*" else data) for owner, kind, data in texts})


@pytest.mark.parametrize("lesson", [each for each in LESSONS if each.slug not in SKIPPED], ids=lambda each: each.slug)
def test_unbound_comes_to_what_the_lesson_says(found, lesson):
    theirs = found[lesson.slug]
    assert theirs["rcode"] == lesson.rcode
    if lesson.rcode == "SERVFAIL":
        return
    expected = [tuple(text.split(" ", 2)) for text in lesson.answer]
    given = theirs["answer"]
    open_ = {(owner.lower(), kind) for owner, kind, data in expected if data == "*"}
    given = [(owner, kind, "*" if (owner.lower(), kind) in open_ else data) for owner, kind, data in given]
    assert records(given) == records(expected)


@pytest.mark.parametrize("lesson", [each for each in LESSONS if each.slug not in SKIPPED], ids=lambda each: each.slug)
def test_unbound_trusts_what_netkit_trusts(found, lesson):
    theirs, ours = found[lesson.slug], walked(lesson.name, lesson.type, trusting=True).result
    assert theirs["ad"] == (ours.security is Security.SECURE)
    if not lesson.security:
        return
    bogus = theirs["rcode"] == "SERVFAIL"
    assert ("secure" if theirs["ad"] else "bogus" if bogus else "insecure") == lesson.security
    if bogus:
        assert theirs["errors"] == [OTHER_ERRORS.get(lesson.slug, lesson.error)]


OTHER_ERRORS = {
    # No signature of the key set holds; Unbound 1.17 says that keys are missing (9), not why (7 and 8, RFC 8914 sections 4.8 and 4.9)
    "expired": 9,
    "not-yet-valid": 9,
    # It says the same where NSEC records are missing (12, RFC 8914 section 4.13)
    "missing-denial": 9,
}
"""Extended errors of Unbound's that are others than the lesson's, and why."""
