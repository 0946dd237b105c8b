"""Labs in another language, as a student gets them: chosen once, kept, and never in the way of a verdict."""

import json

import pytest

from tests.system.program import assert_error, netkit


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    """A folder with a lab that was begun in German."""
    place = tmp_path_factory.mktemp("german")
    begun = netkit("lab", "start", "first-packets", "--language", "de_AT", cwd=place)
    assert (begun.returncode, begun.stderr) == (0, "")
    assert "Erste Pakete · begonnen" in begun.stdout
    return place / "first-packets"


def test_what_is_begun_in_a_language_stays_in_it(german):
    assert (german / "README.md").read_text("utf-8").startswith("# Erste Pakete")
    shown = netkit("lab", "show", "2", cwd=german)
    assert "Eines von: Client, Router, Resolver, Webserver" in shown.stdout
    assert "weiter: netkit lab answer 2" in shown.stdout
    assert "Erste Pakete · wieder aufgenommen" in netkit("lab", "start", "first-packets", cwd=german).stdout
    assert "von vorn" in netkit("lab", "reset", "--yes", cwd=german).stdout
    assert "Aufgaben" in netkit("lab", "status", cwd=german).stdout


def test_words_of_either_language_are_answers_and_the_verdict_is_the_same(german):
    for words in (["der", "Router"], ["the", "router"]):
        done = netkit("lab", "answer", "2", *words, "--json", cwd=german)
        verdict = json.loads(done.stdout)["verdict"]
        assert (done.returncode, verdict["outcome"]) == (0, "right")
        assert verdict["explanation"].startswith("Dieselbe MAC-Adresse")
    wrong = [netkit("lab", "check", "7", "--json", "--language", code, cwd=german).stdout for code in ("de", "en")]
    assert wrong[0] != wrong[1]
    scores = [{key: json.loads(each)[key] for key in ("score", "max_score", "lab")} for each in wrong]
    assert scores[0] == scores[1]


def test_another_language_for_one_command_and_for_all(german):
    assert "One of: client, router" in netkit("lab", "show", "2", "--language", "en", cwd=german).stdout
    english = netkit("lab", "show", "2", cwd=german, NETKIT_LANGUAGE="en")
    assert "One of: client, router" in english.stdout
    german_list = netkit("lab", "list", cwd=german, NETKIT_LANGUAGE="de")
    assert "Weg top-down" in german_list.stdout
    refused = netkit("lab", "show", "99", cwd=german)
    assert_error(refused, 2, "first-packets hat keine Aufgabe '99'", "netkit lab show zählt sie auf")
    assert_error(
        netkit("lab", "show", "--language", "xx", cwd=german), 2, "there is no language 'xx'", "there are de, en"
    )


@pytest.mark.parametrize("code", ["../../de", "/etc/hosts.toml", "xx", "\x1b[31m", "de\0"])
def test_a_log_that_names_no_language_is_a_log_in_english(tmp_path, code):
    netkit("lab", "start", "start-here", cwd=tmp_path)
    log = tmp_path / "start-here" / "progress.jsonl"
    event = json.loads(log.read_text("utf-8").splitlines()[0]) | {"language": code}
    log.write_text(json.dumps(event) + "\n", "utf-8")
    shown = netkit("lab", "show", "3", cwd=tmp_path / "start-here")
    assert shown.returncode == 0
    assert "One of: Ethernet, IPv4, UDP, DNS" in shown.stdout


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        ("German.toml", "Deutsch", "German.toml is no name for a language"),
        ("de.txt", "Deutsch", "de.txt is no name for a language"),
        ("de.toml", "", "de.toml is not there yet"),
        ("de.toml", "\x1b[31m", "can't be what a language is called"),
        ("de.toml", "x" * 61, "can't be what a language is called"),
    ],
)
def test_a_language_that_could_not_be_read_is_not_begun(tmp_path, file, name, told):
    done = netkit("lab", "translate", file, "--name", name, cwd=tmp_path)
    assert_error(done, 2, told, file if not name else "")
    assert list(tmp_path.iterdir()) == []
