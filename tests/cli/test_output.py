import json

import pytest


def test_in_a_pipe(standin):
    assert standin("noun", "report", "7") == (
        0,
        "A thing: \\x1b[2J → \\u202e\n\n  Number  7  as you said  22\n",
        "words on the side\n",
    )


def test_plain(standin):
    plain = (0, "A thing: \\x1b[2J → \\u202e\n\nNumber: 7. As you said (byte 22)\n", "words on the side\n")
    assert standin("noun", "report", "7", "--plain") == plain
    assert standin("noun", "report", "7", NETKIT_PLAIN="1") == plain
    assert standin("noun", "report", "7", "--plain", FORCE_COLOR="1") == plain


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_json(standin, encoding):
    code, out, err = standin("noun", "report", "7", "--json", "--plain", PYTHONIOENCODING=encoding, NETKIT_PLAIN="1")
    assert (code, err) == (0, "words on the side\n")
    assert out.startswith('{\n  "schema": "netkit.noun.report/1",\n  "number": 7,\n')
    assert json.loads(out)["name"] == "wire \x1b[2J \u202e → é"
    assert json.loads(out)["list"] == [1, 2]
    assert not {"\x1b", "\u202e"} & set(out)


def test_json_lines(standin):
    code, out, _ = standin("noun", "stream", "--json")
    assert code == 0
    assert out.splitlines() == [f'{{"schema": "netkit.noun.stream/1", "number": {number}}}' for number in range(3)]


def test_the_exit_code_is_what_the_command_returns(standin):
    assert standin("noun", "report", "7", "--wrong")[0] == 1


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colour(standin, environment, coloured):
    for out in (standin("noun", "report", "7", **environment)[1], standin("nuon", **environment)[2]):
        assert ("\x1b[1" in out) == coloured


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("ascii", "-> ok \\xe9 \\u202e \\udcff\n"),
        ("latin-1", "-> ok é \\u202e \\udcff\n"),
        ("cp1252", "-> ok é \\u202e \\udcff\n"),
    ],
)
def test_narrow_encodings_never_raise(standin, encoding, text):
    assert standin("noun", "tell", PYTHONIOENCODING=encoding) == (0, text, text)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_help_in_narrow_encodings(call, encoding):
    wide, narrow = call("netkit"), call("netkit", PYTHONIOENCODING=encoding)
    assert narrow.returncode == 0
    assert narrow.stderr == b""
    assert len(narrow.stdout.splitlines()) == len(wide.stdout.splitlines())
    narrow.stdout.decode(encoding)
