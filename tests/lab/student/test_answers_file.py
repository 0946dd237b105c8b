"""Files of answers: what people write into them is understood, and what can't be is told and stops nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.lab.student.answers_file import parse_answers, task_of_file, template
from netkit.lab.student.watching import QUIET, Watched, read_steady, scan
from tests.lab.students import LABS

LAB = LABS["first-packets"]


def test_a_line_a_task_in_any_usual_form():
    written = parse_answers(
        "answers.txt",
        "\ufeff# notes\n1 192.0.2.1\n2: router\n 3 = www.example.test \ntask 6: 1,448 bytes\nTask 7 4 5 6\r\n5\n4:\n7: 4, 5, 7\n",
        LAB,
    )
    assert written.troubles == []
    assert written.answers == {
        "1": "192.0.2.1",
        "2": "router",
        "3": "www.example.test",
        "6": "1,448 bytes",
        "7": "4, 5, 7",
    }


def test_what_can_t_be_understood_is_told_with_its_line():
    written = parse_answers("answers.txt", "9 42\n???\n1 x\n", LAB)
    assert written.answers == {"1": "x"}
    assert [told.partition(":")[0] for told in written.troubles] == ["answers.txt, line 1", "answers.txt, line 2"]
    assert "1, 2, 3, 4, 5, 6, 7" in written.troubles[0]


def test_toml():
    text = (
        '1 = "192.0.2.1"\ntask-6 = 1448\n7 = [4, 5, 6]\n2 = true\n12 = "x"\n3 = ""\n4 = ["a b", "c"]\n5 = [{a = 1}]\n'
    )
    written = parse_answers("answers.toml", text, LAB)
    assert written.answers == {"1": "192.0.2.1", "6": "1448", "7": "4 5 6", "4": "a b, c"}
    assert len(written.troubles) == 3
    assert parse_answers("answers.toml", "[answers]\n1 = 2\n", LAB).answers == {"1": "2"}
    assert "not TOML" in parse_answers("answers.toml", "1 = ", LAB).troubles[0]


@given(st.sampled_from(["answers.txt", "answers.toml"]), st.text(max_size=200))
def test_any_text_is_taken_or_told(name, text):
    written = parse_answers(name, text, LAB)
    assert set(written.answers) <= {task.id for task in LAB.tasks}
    assert all(answer.strip() == answer != "" for answer in written.answers.values())


def test_the_template_holds_no_answer_and_takes_each():
    text = template(LAB)
    assert parse_answers("answers.txt", text, LAB).answers == {}
    filled = "\n".join(f"{line} 42" if line.endswith(":") and line[0] != "#" else line for line in text.splitlines())
    assert set(parse_answers("answers.txt", filled, LAB).answers) == {task.id for task in LAB.tasks}


def test_a_file_named_as_a_task_is():
    found = {
        name: task_of_file(name, LAB)
        for name in ("6.txt", "task-6.txt", "Task6.TXT", "6.md", "16.txt", "6.hex", ".txt")
    }
    assert [name for name, task in found.items() if task is not None] == ["6.txt", "task-6.txt", "Task6.TXT"]


def test_a_file_is_taken_when_it_was_left_alone_and_not_again(tmp_path):
    watched, path = Watched(), tmp_path / "answers.txt"
    path.write_bytes(b"1 4")
    first = scan(tmp_path)
    assert watched.changed(first, 10.0) == {"answers.txt": 0.0}
    path.write_bytes(b"1 42\n")
    second = scan(tmp_path)
    assert watched.changed(second, 10.0 + QUIET) == {"answers.txt": 0.0}  # it grew meanwhile
    assert watched.changed(second, 10.5)["answers.txt"] >= QUIET
    assert read_steady(path, first["answers.txt"]) is None
    assert read_steady(path, second["answers.txt"]) == b"1 42\n"
    watched.take("answers.txt", second["answers.txt"])
    assert watched.changed(second, 20.0) == {}
    path.unlink()
    assert watched.changed(scan(tmp_path), 21.0) == {}
    assert read_steady(path, second["answers.txt"]) is None
    (tmp_path / ".hidden").write_bytes(b"")
    (tmp_path / "copy~").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert scan(tmp_path) == {}
    assert scan(tmp_path / "nowhere") == {}
