"""Languages: what a file may hold, what stands in for what it lacks, and that no file changes a verdict or does harm."""

import ast
import json
from string import ascii_lowercase

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netkit.errors import AnswerError, LabError, UsageError
from netkit.lab.authoring.translating import compare, engine_sentences, skeleton
from netkit.lab.judging.judgement import judge
from netkit.lab.variant import draw_variant
from netkit.language import ENGLISH, LARGEST_FILE, Language, UnfilledError, fill, named, placeholders, read
from tests.lab.pseudo import pseudo_language, sentences
from tests.lab.students import LABS, LIBRARY, answer_key, other_answers, variant, with_own_words
from tests.solutions.key import ROOT

HEAD = 'code = "de"\nname = "Deutsch"\n'
HOSTILE = [
    "{answer.__class__}", "{answer!r}", "{answer:>999999999}", "{0}", "{}", "{", "}", "{{{answer}}}", "{answer", "{nothing}",
    "\x1b]0;pwned\x07", "\x1b[31m{answer}", "\u202e{answer}", "{answer}" * 10_000, "%s %(answer)s", "$answer ${answer}", "\r", "\0",
    "\u2028", "a" * 50_000,
]  # fmt: skip


def language(tmp_path, text, head=HEAD):
    path = tmp_path / "de.toml"
    path.write_text(head + text, encoding="utf-8")
    return read(path)


def test_a_sentence_comes_from_the_file_and_else_is_english(tmp_path):
    german = language(tmp_path, '[engine.a]\nb = "{n} Äpfel"\nc.one = "ein Apfel"\n')
    assert (german.code, german.name, german.faults) == ("de", "Deutsch", ())
    assert german.say("a.b", "{n} apples", n=3) == "3 Äpfel"
    assert german.say("a.d", "{n} pears", n=3) == "3 pears"
    assert german.count("a.c", "one apple", "{n} apples", 1) == "ein Apfel"
    assert german.count("a.c", "one apple", "{n} apples", 12_345) == "12,345 apples"
    assert ENGLISH.say("a.b", "{n} apples", n=3) == "3 apples"
    assert german.listed(["x", "y", "z"]) == "x and y and z"


def test_a_template_that_names_what_the_english_does_not_is_not_used(tmp_path):
    german = language(tmp_path, '[engine]\na = "{secret}"\nb = "ohne"\n')
    assert german.say("a", "{n} apples", n=3, secret=4) == "3 apples"
    assert german.say("b", "{n} apples", n=3) == "ohne"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_sentence_is_a_fault_or_plain_text(tmp_path, text):
    german = language(tmp_path, f"engine.x = {json.dumps(text)}\n")
    told = german.say("x", "it is {answer}", answer="{n} of {m}")
    plain = {
        "{{{answer}}}": "{{n} of {m}}",
        "{answer}" * 10_000: "it is {n} of {m}",
        "%s %(answer)s": "%s %(answer)s",
        "$answer ${answer}": "$answer ${n} of {m}",
    }
    assert told == plain.get(text, "it is {n} of {m}")
    assert german.faults or text in (*plain, "{nothing}")


@given(st.text(st.sampled_from("{}ab_!:.0 ") | st.characters(), max_size=60))
@example("{{}}{a}")
def test_filling_never_looks_into_a_fact_and_fails_only_where_placeholders_do(template):
    try:
        names = placeholders(template)
    except UnfilledError:
        with pytest.raises(UnfilledError):
            fill(template, dict.fromkeys(ascii_lowercase, "x"))
        return
    told = fill(template, dict.fromkeys(names, "{a}{b!r}"))
    assert told.count("{a}{b!r}") >= bool(names)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe", "is not TOML"),
        (b"a = ", "is not TOML"),
        (b"[" * 5000, "is not TOML"),
        (b"x = " + b"[" * 5000, "is not TOML"),
        (b"x = 1", "has no code"),
        (b'code = "../de"\nname = "x"', "has no code"),
        (b'code = "de"\nname = "\\u001b[31m"', "has no name"),
        (b'code = "de"\nname = 3', "has no name"),
        (b"#" * (LARGEST_FILE + 1), "is too large"),
    ],
)
def test_a_file_that_is_no_language_is_told(tmp_path, data, told):
    path = tmp_path / "de.toml"
    path.write_bytes(data)
    with pytest.raises(LabError, match=told):
        read(path)


def test_what_is_no_sentence_is_a_fault_and_nothing_else_is_lost(tmp_path):
    deep = ".".join("a" * 12)
    german = language(tmp_path, f'engine.a = 1\nengine.b = [1]\nengine.c = ""\nengine.d = "gut"\nx.{deep} = "tief"\n')
    assert dict(german.templates) == {"engine.d": "gut"}
    assert sorted(fault.id for fault in german.faults)[:3] == ["engine.a", "engine.b", "engine.c"]
    assert len(german.faults) == 4


def test_a_language_is_found_by_its_code_and_two_folders_are_one_language(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, text in ((first, 'engine.a = "A"\nengine.b = "B"\n'), (second, 'engine.b = "zwei"\n')):
        folder.mkdir()
        language(folder, text)
    assert dict(named("de_AT", first, second).templates) == {"engine.a": "A", "engine.b": "zwei"}
    assert named("", first) is ENGLISH is named("en", first)
    assert named(str(first / "de.toml")).templates["engine.b"] == "B"
    for code in ("fr", "../a/de", "d" * 500, "de/..", "\0", "\x1b[31m"):
        with pytest.raises(UsageError, match="there is no language") as caught:
            named(code, first)
        assert "de, en" in caught.value.why


def test_what_does_not_fit_is_found(tmp_path):
    english = {"engine.a": "{n} apples", "engine.b": "pears", "engine.c": "{n} plums"}
    german = language(tmp_path, 'engine.a = "{m} Äpfel"\nengine.c = "Pflaumen"\nengine.z = "nichts"\nengine.y = 1\n')
    found = compare(german, english)
    assert found.missing == ["engine.b"]
    assert sorted(found.unknown) == ["engine.y", "engine.z"]
    assert [(fault.id, fault.text) for fault in found.faults] == [
        ("engine.y", "it is no text"),
        ("engine.a", "it names {m}, which the English does not: the English is said instead"),
        ("engine.a", "it leaves out {n}"),
        ("engine.c", "it leaves out {n}"),
    ]


def test_a_skeleton_with_every_note_taken_away_is_a_whole_language(tmp_path):
    lines = [
        line.removeprefix("#").replace('= ""', '= "x"') if line.startswith("#") and line.endswith('= ""') else line
        for line in skeleton(sentences()).splitlines()
    ]
    filled = language(tmp_path, "\n".join(lines))
    assert set(filled.templates) == set(sentences())
    assert filled.faults == ()


def test_the_languages_that_come_with_netkit_fit():
    for path in sorted((ROOT / "labs" / "languages").glob("*.toml")):
        found = compare(read(path), sentences())
        assert read(path).code == path.stem
        assert (found.faults, found.unknown) == ([], [])


def test_netkits_own_sentences_are_written_out_where_they_are_said():
    """A call with an id that is put together, or a sentence that is, would be missing in every language."""
    files = [*(ROOT / "netkit" / "lab").rglob("*.py"), *(ROOT / "netkit" / "cli").glob("lab_*.py")]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                of_language = "language" in ast.unparse(node.func.value)
                written = [isinstance(each, ast.Constant) for each in node.args]
                # a phrase, which is written out elsewhere, comes with a star
                later = any(isinstance(each, ast.Starred) for each in node.args)
                assert not of_language or written == [True, True] or later or path.name == "shape.py", ast.unparse(node)
    ids = list(engine_sentences())
    assert not [(one, two) for one, two in zip(sorted(ids), sorted(ids)[1:], strict=False) if two.startswith(f"{one}.")]


@pytest.mark.parametrize("slug", LABS)
def test_no_language_changes_a_verdict(slug):
    """The same answers come to the same in English and in the other language; answers may be made of either's words."""
    plain, mine = (variant(slug, "ada"), draw_variant(LABS[slug], "ada", LIBRARY, language=pseudo_language()))
    mine.run = plain.run
    for task, said in zip(plain.lab.tasks, mine.lab.tasks, strict=True):
        one, words = answer_key(slug, "ada")[task.id], mine.words(said)
        texts = [one.right, *one.forms[:2], *(text for each in one.wrong.values() for text in each[:1])]
        for text in [*texts, *other_answers(with_own_words(task, plain), one, "ada")[:1]]:
            spelled = text
            for word, other in sorted(words.items(), key=lambda pair: -len(pair[0])):
                spelled = other if spelled == word else spelled
            outcomes = []
            for asked, whose, answer in ((task, plain, text), (said, mine, text), (said, mine, spelled)):
                try:
                    verdict = judge(asked, answer, whose)
                    outcomes.append((verdict.outcome, verdict.points, verdict.misconception, len(verdict.working)))
                except AnswerError:
                    outcomes.append(None)
            assert outcomes[1:] == outcomes[:1] * 2, (task.id, text, spelled, outcomes)


ANY = st.dictionaries(
    st.sampled_from([each for each in sentences() if each.startswith(("engine.", "lab.first-packets.2"))]),
    st.sampled_from(HOSTILE) | st.text(max_size=30),
    max_size=40,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_whatever_a_language_says_a_task_is_shown_and_judged(templates):
    """Even one that no file could hold: its templates come straight here."""
    mine = draw_variant(LABS["first-packets"], "ada", LIBRARY, language=Language("xx", "X", templates))
    task = mine.lab.task("2")
    assert judge(task, "router", mine).points == task.points
    for text in ("web server", "client", "resolver"):
        assert judge(task, text, mine).points == 0
