"""`netkit capture make`: a class gets its files, as an instructor would have it made."""

import json
import os

import netkit.capture
from netkit.packet import dissect
from tests.system.program import netkit as run

ROSTER = "Surname,Login,Email address\n" + "".join(f"N{n},s{n},s{n}@x.org\n" for n in range(4))


def test_a_class_of_four_with_keys_stopped_and_gone_on_with(tmp_path):
    (tmp_path / "class.csv").write_text(ROSTER)
    made = run("capture", "make", "first-packets", "--roster", "class.csv", "--key", "--json", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    told = json.loads(made.stdout)
    assert (told["schema"], told["column"]) == ("netkit.capture.make/1", "Login")
    assert [each["student"] for each in told["students"]] == [f"s{n}" for n in range(4)]
    folder = tmp_path / "first-packets-class"
    captures = [(folder / each["folder"] / "page-load.pcapng").read_bytes() for each in told["students"]]
    assert len(set(captures)) == 4
    for n, data in enumerate(captures):
        answers = json.loads((folder / "keys" / f"s{n}" / "key.json").read_text())
        rights = {each["task"]: each["right"] for each in answers["tasks"]}
        with netkit.capture.open(folder / f"s{n}" / "page-load.pcapng") as records:
            packets = [dissect(record.data) for record in records]
        syn = next(p for p in packets if p.value("tcp.flags.syn"))
        assert (rights["1"], rights["4"]) == (syn.value("ip.src"), str(syn.value("tcp.srcport")))
        assert not any("key" in path.name for path in (folder / f"s{n}").iterdir())
        assert data

    # one folder is lost, and one was begun when somebody pressed Ctrl-C
    (folder / "s3" / "page-load.pcapng").unlink()
    (folder / "s3").rmdir()
    (folder / ".s3.part").mkdir()
    (folder / ".s3.part" / "page-load.pcapng").write_bytes(b"half")
    again = json.loads(
        run("capture", "make", "first-packets", "--roster", "class.csv", "--key", "--json", cwd=tmp_path).stdout
    )
    assert [each["made"] for each in again["students"]] == [n == 3 for n in range(4)]
    assert (folder / "s3" / "page-load.pcapng").read_bytes() == captures[3]
    assert not (folder / ".s3.part").exists()

    # a student who begins the lab alone gets the same
    run("lab", "start", "first-packets", "--student", "s1", cwd=tmp_path)
    assert (tmp_path / "first-packets" / "page-load.pcapng").read_bytes() == captures[1]


def test_other_labs_and_wrong_words(tmp_path):
    (tmp_path / "class.csv").write_text(ROSTER)
    one = run("capture", "make", "start-here", "--student", "ada", "--out", "out", cwd=tmp_path)
    assert one.returncode == 0
    assert "1 student" in one.stdout
    assert list((tmp_path / "out" / "ada").iterdir())
    other = run("capture", "make", "first-packets", "--student", "ada", "--out", "out", cwd=tmp_path)
    assert other.returncode == 2
    assert "was made for start-here" in other.stderr
    assert (
        run("capture", "make", "first-packets", "--student", "ada", "--out", "out", "--again", cwd=tmp_path).returncode
        == 0
    )
    for words, said in (
        ((), "for whom?"),
        (("--student", "zoe", "--roster", "class.csv"), "zoe is not in class.csv"),
        (("--roster", "nothing.csv"), "can't be read"),
        (("--student", "a\x1b"), "short word"),
        (("--student", "a", "--column", "x"), "--column is for --roster"),
    ):
        found = run("capture", "make", "first-packets", *words, cwd=tmp_path)
        assert (found.returncode, said in found.stderr) == (2, True), found.stderr
    if os.geteuid():
        (tmp_path / "closed").mkdir(mode=0o500)
        assert run("capture", "make", "start-here", "--student", "a", "--out", "closed/x", cwd=tmp_path).returncode == 4
