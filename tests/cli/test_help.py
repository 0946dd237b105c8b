import re

import click
import pytest

from netkit.cli.lazy import LazyGroup
from netkit.cli.main import netkit
from netkit.errors import ExitCode


def test_no_arguments_is_a_welcome(call):
    bare, asked, short = call("netkit"), call("netkit", "--help"), call("netkit", "-h")
    assert bare.returncode == asked.returncode == 0
    assert bare.stdout == asked.stdout == short.stdout
    assert bare.stderr == b""
    text = bare.stdout.decode()
    assert text.startswith("netkit teaches")
    assert text.index("netkit demo") < text.index("netkit lab start start-here") < text.index("netkit packet explain")


def test_help_documents_every_exit_code(call):
    text = call("netkit", "--help").stdout.decode()
    codes = {int(code) for code in re.findall(r"^  (\d+) ", text, re.MULTILINE)}
    assert codes == {*map(int, ExitCode), 70}


def test_help_imports_little(call):
    done = call("netkit", "--help", python=["-X", "importtime"])
    modules = {line.split("|")[-1].strip() for line in done.stderr.decode().splitlines()}
    assert "click" in modules
    assert not {"rich", "scapy", "numpy", "dns", "jinja2", "json", "netkit.view"} & modules
    for package in ("packet", "capture", "lab", "address", "cli.packet", "cli.lab", "cli.capture", "cli.demo"):
        assert f"netkit.{package}" not in modules


def test_a_noun_alone_lists_its_verbs(standin):
    code, out, err = standin("noun")
    assert (code, err) == (0, "")
    assert re.search(r"Commands:\n  report +report a thing\n  stream +Many lines", out)


def test_examples_stand_after_the_sentence_and_before_the_options(standin):
    _, out, _ = standin("noun", "report", "-h")
    order = [
        "Report a thing.",
        "noun report 7",
        "the seventh thing",
        "Usage:",
        "A longer text",
        "\n  --wrong ",
        "\n  --json ",
    ]
    places = [out.index(part) for part in order]
    assert places == sorted(places)


def test_version(call):
    assert re.fullmatch(rb"netkit \d+\.\d+\.\d+\r?\n", call("netkit", "--version").stdout)


def entries(group, path):
    for entry in group.entries.values():
        try:
            command = entry.load()
        except ModuleNotFoundError as error:
            if error.name and error.name.startswith("netkit.cli."):
                continue  # not built yet
            raise
        yield f"{path} {entry.name}", entry, command
        if isinstance(command, LazyGroup):
            yield from entries(command, f"{path} {entry.name}")


COMMANDS = list(entries(netkit, "netkit"))


@pytest.mark.parametrize(("path", "entry", "command"), COMMANDS)
def test_the_static_line_is_the_commands_own(path, entry, command):
    own = command.get_short_help_str(500).rstrip(".")
    assert own[:1].lower() + own[1:] == entry.help, path


@pytest.mark.parametrize(("path", "entry", "command"), COMMANDS)
def test_every_command_leads_with_examples(path, entry, command):
    assert command.examples, path
    assert all("netkit " in line for line, _ in command.examples)


@pytest.mark.parametrize(("path", "entry", "command"), COMMANDS)
def test_every_command_has_its_name(path, entry, command):
    assert isinstance(command, click.Command)
    assert command.name == entry.name
