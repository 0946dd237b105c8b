"""The chain of trust in words and as JSON: each link, what was checked, the verdict, and who can mend what is bogus."""

import pytest

from netkit.dns.view.security import extended_error_text
from netkit.dns.view.trace import trace_view
from tests.dns.view.made_trust import KINDS, bogus, insecure, secure, unchecked, validated
from tests.render.drawing import drawn


def told(walk, **options):
    result, steps = walk
    return " ".join(" ".join(drawn(trace_view(result, steps, where="here").blocks, **options)).split())


def test_each_link_says_who_vouches_for_whom():
    shown = told(secure())
    assert "The chain of trust" in shown
    assert "the DS for test, a digest of its key 4711, is signed by the root's key 60301" in shown
    assert "DS 815, ECDSA P-256, SHA-256 (step 2)" in shown
    assert "DS 816, ECDSA P-256, SHA-256: fits no key (step 2)" in shown
    assert "key 42, ECDSA P-256, zone signing key (step 3)" in shown
    assert "signed by example.test's key 42, good from 2025-12-25 00:00 UTC to 2026-01-15 00:00 UTC" in shown
    assert "verdict secure" in shown


def test_without_validation_there_is_no_chain():
    shown = told(unchecked())
    assert "chain of trust" not in shown
    assert "verdict" not in shown


@pytest.mark.parametrize("mode", ["terminal", "plain"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_verdict_is_a_word_on_every_page(kind, mode):
    assert kind in told(KINDS[kind](), mode=mode)


def test_what_is_bogus_says_where_and_who_can_mend_it():
    shown = told(bogus())
    assert "SERVFAIL: bogus: none of example.test's keys is the one that is meant (key 999)" in shown
    assert "the owner of example.test has to give the parent, through the registrar" in shown
    assert "extended error 9, DNSKEY missing" in shown


def test_the_reason_of_an_insecure_answer_is_the_break_in_the_chain():
    assert "verdict insecure RFC 4035 §5.2 test proves that it has no DS" in told(insecure())


def test_json_has_the_chain():
    result, steps = bogus()
    data = trace_view(result, steps, where="here").data
    assert [(each["zone"], each["parent"], each["security"]) for each in data["chain"]] == [
        (".", None, "secure"),
        ("test", ".", "secure"),
        ("example.test", "test", "bogus"),
    ]
    broken = data["chain"][2]
    assert broken["pointers"] == [
        {"kind": "ds", "tag": 999, "algorithm": 13, "digest_type": 2, "matches": False, "supported": True}
    ]
    assert [(each["tag"], each["signs_keys"]) for each in broken["keys"]] == [(815, False), (42, False)]
    assert (broken["signed_with"], broken["step"], broken["keys_step"]) == (11, 2, 3)
    assert (broken["error"], broken["rule"], broken["rfc"]) == (9, "keys.none-meant", "RFC 4035 §5.2")
    assert data["answer"]["security"] == "bogus"
    assert data["answer"]["extended_error"]["code"] == 9
    assert data["answer"]["mend"] == broken["mend"] == data["checked"][0]["mend"]


def test_what_a_real_walk_comes_to_stands_in_its_json():
    result, steps = validated("www.example.test")
    data = trace_view(result, steps, where="here").data
    assert [each["security"] for each in data["chain"]] == ["secure"] * 3
    for above, below in zip(data["chain"], data["chain"][1:], strict=False):
        assert below["signed_with"] in {key["tag"] for key in above["keys"]}
    for link in data["chain"]:
        step = data["steps"][link["keys_step"] - 1]
        assert step["question"] == {"name": link["zone"], "type": "DNSKEY"}
        assert step["purpose"]["kind"] == "keys"
    (checked,) = data["checked"]
    assert checked["tag"] in {key["tag"] for key in data["chain"][-1]["keys"]}
    assert data["queries"] == 6


@pytest.mark.parametrize(("code", "text"), [(7, "signature expired"), (6, "DNSSEC bogus"), (49152, "")])
def test_an_extended_error_has_a_number_and_a_name(code, text):
    assert extended_error_text(code) == f"extended error {code}" + (f", {text}" if text else "")
