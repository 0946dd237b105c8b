"""The page about the sample bundles: what stands there is typed, one after the other, and prints what the page shows."""

import re
import shlex
import shutil

from tests.system.program import ROOT, netkit
from tests.test_docs_consoles import CONSOLE

PAGE = (ROOT / "docs" / "samples.md").read_text(encoding="utf-8")
TABLE = re.compile(r"```csv\n(?P<table>(?:.*\n)*?)```")
AS_A_STUDENT = re.compile(r"## Be a student\n\n```sh\n(?P<commands>(?:.*\n)*?)```")


def test_the_page_can_be_typed_from_top_to_bottom(tmp_path):
    place = tmp_path
    table = TABLE.search(PAGE)
    shown = list(CONSOLE.finditer(PAGE))
    assert len(shown) == PAGE.count("```console") == 5
    for found in shown:
        if found.start() > table.start():
            (place / "sample" / "overrides.csv").write_text(table["table"], encoding="utf-8")
        done = netkit(*shlex.split(found["command"]), cwd=place)
        # a CSV file's lines end as RFC 4180 has it, which a page does not show
        shown_now = done.stdout.replace("\r\n", "\n")
        assert (done.returncode, shown_now) == (0, found["output"]), found["command"]


def test_whoever_plays_the_student_is_graded_too(tmp_path):
    place = tmp_path
    assert netkit("course", "new", "--sample", cwd=place).returncode == 0
    for line in AS_A_STUDENT.search(PAGE)["commands"].splitlines():
        command, _, target = line.partition(" > ")
        done = netkit(*shlex.split(command)[1:], cwd=place)
        assert done.returncode == 0, (line, done.stderr)
        if target:
            (place / target).write_text(done.stdout, encoding="utf-8")
    shutil.copy(place / "subnets" / "subnets-dora.zip", place / "sample" / "bundles")
    done = netkit("grade", "sample/bundles", "--course", "sample", "--jobs", "1", cwd=place)
    assert done.returncode == 0
    assert "4 bundles: 4 graded" in done.stdout
    assert "student.unknown" in done.stdout
