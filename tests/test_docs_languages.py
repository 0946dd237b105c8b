"""The page on languages, followed word by word in an empty folder."""

import re
import shlex

from netkit.cli import lab_translate
from tests.lab.pseudo import sentences
from tests.system.program import ROOT
from tests.test_docs_writing_labs import STEP, spoken

PAGE = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")


def test_the_page_leads_to_a_language(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    printed = []
    for step in STEP.finditer(PAGE):
        if step["console"] is not None:
            for command in re.findall(r"\$ (.+)\n", step["console"]):
                assert shlex.split(command)[0] == "netkit"
                code, out, err = spoken(command)
                broken = bool(printed[1:]) and "Chemin {name}" in (tmp_path / "fr.toml").read_text("utf-8")
                assert (code, "error:" in err) == (int(broken), False), (command, out, err)
                printed.append(out)
                if "--name" in command:
                    # every sentence is looked for once; later commands get what was found
                    monkeypatch.setattr(lab_translate, "_sentences", lambda _: dict(sentences()))
        elif step["grown"]:
            with (tmp_path / step["grown"]).open("a", encoding="utf-8") as file:
                file.write(step["added"])
        else:
            text = (tmp_path / step["changed"]).read_text("utf-8")
            assert text.count(step["was"]) == 1
            (tmp_path / step["changed"]).write_text(text.replace(step["was"], step["becomes"]), "utf-8")
    started, begun, far, listed, fault = printed
    assert f"{len(sentences()):,} sentences" in begun
    assert f"Français (fr) · 4 of {len(sentences()):,} sentences" in far
    assert "Commencez ici" in listed
    assert "Chemin top-down" in listed
    assert "ensuite: netkit lab start start-here" in listed
    assert "engine.list.path: it names {name}, which the English does not" in fault
    assert "start-here" in started


def test_the_page_names_each_kind_of_id():
    parts = [each.split(".") for each in sentences() if each.startswith("lab.")]
    kinds = {part[2] if len(part) == 3 else part[3] for part in parts}
    assert kinds >= {"title", "readme", "question", "wrong", "line"}
    assert not [kind for kind in kinds if f".{kind}" not in PAGE]
