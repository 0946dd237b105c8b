"""`netkit dns trace` with signatures, trust anchors and pictures, as a student runs it."""

import json
import xml.etree.ElementTree as ET

import pytest

from tests.system.program import assert_error, netkit, report

OTHER_ANCHOR = ". IN DS 4711 13 2 " + "ab" * 32
XML = """<?xml version="1.0" encoding="UTF-8"?>
<TrustAnchor id="x" source="http://data.iana.org/root-anchors/root-anchors.xml">
<Zone>.</Zone><KeyDigest id="a" validFrom="2017-02-02T00:00:00+00:00">
<KeyTag>4711</KeyTag><Algorithm>13</Algorithm><DigestType>2</DigestType><Digest>{digest}</Digest></KeyDigest>
</TrustAnchor>"""


def test_a_secure_walk_shows_its_chain_and_costs_a_question_a_zone_more(tmp_path):
    picture, page = tmp_path / "walk.svg", tmp_path / "walk.html"
    done = netkit("dns", "trace", "www.example.test", "--dnssec", "--svg", picture, "--html", page)
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert "The chain of trust" in shown
    assert "verdict secure" in shown
    assert "6 questions, 3 of them for the chain of trust" in shown
    assert f"{picture} is written." in " ".join(done.stderr.split()).replace(" .", ".")
    drawn = ET.parse(picture).getroot()  # noqa: S314  it is our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert "secure" in "".join(drawn.itertext())
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "Step by step" in text


def test_its_json_counts_time_from_the_beginning():
    told = report("dns", "trace", "www.example.test", "--dnssec")
    plain = report("dns", "trace", "www.example.test")
    assert told["answer"]["security"] == "secure"
    assert (told["steps"][0]["time"], told["steps"][0]["ended"]) == ("0.000000000", plain["steps"][0]["ended"])
    assert (plain["chain"], plain["checked"]) == ([], [])


def test_a_bogus_answer_is_an_error_with_who_can_mend_it():
    done = netkit("dns", "trace", "www.wrong-key.test", "--dnssec", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["answer"]["rcode"], told["answer"]["security"]) == ("SERVFAIL", "bogus")
    assert told["answer"]["extended_error"]["code"] == 9
    assert "registrar" in told["answer"]["mend"]
    assert netkit("dns", "trace", "www.wrong-key.test").returncode == 0


@pytest.mark.parametrize("text", [OTHER_ANCHOR, XML.format(digest="ab" * 32)])
def test_another_anchor_takes_the_place_of_the_usual_one(tmp_path, text):
    path = tmp_path / "anchor"
    path.write_text(text)
    done = netkit("dns", "trace", "www.example.test", "--trust-anchor", path)
    assert done.returncode == 1
    shown = " ".join(done.stdout.split())
    assert "none of the root's keys is the one that is meant (key 4711)" in shown


def test_a_file_without_anchors_is_an_error(tmp_path):
    path = tmp_path / "empty"
    path.write_text("; nothing\n")
    assert_error(netkit("dns", "trace", "www.example.test", "--trust-anchor", path), 2, "no trust anchor")


def test_a_captured_walk_is_validated_if_it_asked_for_signatures(tmp_path):
    signed, plain = tmp_path / "signed.pcapng", tmp_path / "plain.pcapng"
    netkit("dns", "trace", "www.half-trusted.test", "--dnssec", "--pcap", signed)
    netkit("dns", "trace", "www.half-trusted.test", "--pcap", plain)
    told = report("dns", "trace", "www.half-trusted.test", "--capture", signed, "--dnssec")
    assert [(link["zone"], link["security"]) for link in told["chain"]] == [
        (".", "secure"),
        ("test", "secure"),
        ("cdn.test", "insecure"),
        ("half-trusted.test", "secure"),
    ]
    assert told["answer"]["security"] == "insecure"
    done = netkit("dns", "trace", "www.half-trusted.test", "--capture", plain, "--dnssec")
    assert_error(done, 2, "can't be validated", "DO is not set", "RFC 4035")


def test_pictures_need_a_place(tmp_path):
    missing = tmp_path / "missing" / "walk.svg"
    assert netkit("dns", "trace", "www.example.test", "--svg", missing).returncode in (2, 4)
    names = tmp_path / "names"
    names.write_text("www.example.test\n")
    assert_error(netkit("dns", "trace", "--names", names, "--html", tmp_path / "a.html"), 2, "exclude each other")


def test_many_names_say_what_their_answers_are_worth(tmp_path):
    names = tmp_path / "names"
    names.write_text("www.example.test\nedge.cdn.test\nwww.expired.test\n")
    done = netkit("dns", "trace", "--names", names, "--dnssec")
    told = [json.loads(line)["security"] for line in done.stdout.splitlines()]
    assert told == ["secure", "insecure", "bogus"]
    assert done.returncode == 1
