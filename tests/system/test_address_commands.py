"""`netkit address` as a learner uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.system.program import assert_error, netkit, report


def explained(*words: str) -> dict[str, object]:
    found = report("address", "explain", *words)
    assert found["schema"] == "netkit.address.explain/1"
    return found["explained"][0]


def test_an_address_and_its_subnet() -> None:
    found = explained("192.0.2.77/26")
    assert (found["kind"], found["version"], found["address"], found["prefix_length"]) == (
        "address",
        4,
        "192.0.2.77",
        26,
    )
    assert found["number"] == 0xC000024D
    assert found["hex"] == "c000024d"
    assert found["reverse_name"] == "77.2.0.192.in-addr.arpa"
    subnet = found["subnet"]
    assert subnet | {"role": "", "host_number": 0} == {
        "prefix": "192.0.2.64/26", "network": "192.0.2.64", "prefix_length": 26, "mask": "255.255.255.192", "wildcard": "0.0.0.63",
        "broadcast": "192.0.2.127", "last": "192.0.2.127", "first_host": "192.0.2.65", "last_host": "192.0.2.126", "hosts": 62,
        "addresses": 64, "host_number": 0, "role": "", "subnets_64": None,
    }  # fmt: skip
    assert (subnet["role"], subnet["host_number"]) == ("host", 13)
    assert [one["name"] for one in found["ranges"]] == ["Documentation (TEST-NET-1)"]
    assert found["ranges"][0]["rfc"] == "RFC 5737"
    assert found["globally_reachable"] is False


def test_the_screen_says_the_sentence_then_the_facts_then_the_bits() -> None:
    shown = netkit("address", "explain", "192.0.2.77/26").stdout
    lines = shown.splitlines()
    assert lines[0].startswith("192.0.2.77 · IPv4 address in the subnet 192.0.2.64/26 · Documentation")
    # by hand: 77 is 01 001101, 64 is 01 000000, 127 is 01 111111
    assert "  address    11000000 00000000 00000010 01|001101   192.0.2.77" in lines
    assert "  mask       11111111 11111111 11111111 11|000000   255.255.255.192" in lines
    assert "  broadcast  11000000 00000000 00000010 01|111111   192.0.2.127" in lines
    assert "network: 26 bits | host: 6 bits" in shown
    assert shown.index("RFC 5737") < shown.index("Broadcast") < shown.index("  mask  ")
    assert all(len(line) <= 80 for line in lines)
    aloud = " ".join(netkit("address", "explain", "192.0.2.77/26", "--plain").stdout.split())
    assert "network: 26 bits 11000000 00000000 00000010 01; host: 6 bits 001101; 192.0.2.77" in aloud


def test_several_at_once_in_the_order_of_asking() -> None:
    found = report("address", "explain", "2001:db8::1", "02:00:00:00:00:0a", "10.0.0.0/8", "02-00-00-ff-fe-00-00-0a")
    assert [(one["kind"], one["address"]) for one in found["explained"]] == [
        ("address", "2001:db8::1"), ("mac", "02:00:00:00:00:0a"), ("prefix", "10.0.0.0"), ("eui64", "02:00:00:ff:fe:00:00:0a"),
    ]  # fmt: skip


def test_the_form_of_an_ipv6_address_is_judged_by_rfc_5952() -> None:
    found = explained("2001:0DB8:0::0001")
    form = found["form"]
    assert (form["given"], form["canonical"]) == ("2001:0DB8:0::0001", "2001:db8::1")
    assert {one["rule"] for one in form["departures"]} == {"RFC 5952 §4.1", "RFC 5952 §4.2.1", "RFC 5952 §4.3"}
    assert "leading zeros are left out" in " ".join(netkit("address", "explain", "2001:0db8::1").stdout.split())
    assert "RFC 5952" not in netkit("address", "explain", "2001:db8::1").stdout


def test_what_ipv6_addresses_hold() -> None:
    teredo = explained("2001:0:c000:201:8000:63bf:3fff:fdd2")["ipv6"]
    assert [(one["name"], one["address"]) for one in teredo["embedded"]] == [
        ("Teredo server", "192.0.2.1"),
        ("Teredo client", "192.0.2.45"),
    ]
    assert teredo["teredo_port"] == 40000
    local = explained("fe80::20c:29ff:feaa:bbcc%eth0")
    assert local["zone"] == "eth0"
    assert local["ipv6"]["identifier_mac"] == "00:0c:29:aa:bb:cc"
    assert local["ipv6"]["solicited_node"] == "ff02::1:ffaa:bbcc"
    assert local["ipv6"]["solicited_node_mac"] == "33:33:ff:aa:bb:cc"
    group = explained("ff7e:b40:2001:db8:beef:feed:0:1")["ipv6"]["multicast"]
    assert (group["scope_name"], group["prefix"], group["rendezvous_point"]) == (
        "global",
        "2001:db8:beef:feed::/64",
        "2001:db8:beef:feed::b",
    )


def test_macs_and_their_makers() -> None:
    found = explained("00-0C-29-AA-BB-CC")
    assert found["address"] == "00:0c:29:aa:bb:cc"
    assert found["vendor"]["name"] == "VMware, Inc."
    assert found["link_local"] == "fe80::20c:29ff:feaa:bbcc"
    drawn = netkit("address", "explain", "da:a1:19:00:00:01").stdout
    assert "made up by a program or set by somebody" in " ".join(drawn.split())
    assert explained("01:00:5e:00:00:fb")["ipv4_groups"][0] == "224.0.0.251"


def test_an_address_can_be_made_from_a_mac_or_a_secret() -> None:
    found = explained("2001:db8:1:2::/64", "--mac", "00:0c:29:aa:bb:cc", "--secret", "s3cret", "--interface", "eth0")
    eui, stable = found["made"]
    assert eui["address"] == "2001:db8:1:2:20c:29ff:feaa:bbcc"
    assert stable["hashed"] == "20010db800010002" + b"eth0\0\0\0".hex()
    assert stable["identifier"] == stable["digest"][-16:]
    shown = netkit("address", "explain", "2001:db8:1:2::/64", "--secret", "s3cret").stdout
    assert "RFC 7217" in shown
    assert "s3cret" not in shown
    assert_error(
        netkit("address", "explain", "2001:db8::/48", "--secret", "x"), 2, "2001:db8::/48 is no /64", "RFC 4291 §2.5.1"
    )


def test_a_plan_with_its_working() -> None:
    found = report("address", "plan", "192.0.2.0/24", "office=60", "28", "12", "2", "2")
    assert found["schema"] == "netkit.address.plan/1"
    assert [(one["name"], one["needed_hosts"], one["prefix"], one["hosts"]) for one in found["subnets"]] == [
        ("office", 60, "192.0.2.0/26", 62), ("28", 28, "192.0.2.64/27", 30), ("12", 12, "192.0.2.96/28", 14),
        ("2 #1", 2, "192.0.2.112/30", 2), ("2 #2", 2, "192.0.2.116/30", 2),
    ]  # fmt: skip
    assert (found["used"], found["free"], found["free_addresses"]) == (120, ["192.0.2.120/29", "192.0.2.128/25"], 136)
    shown = " ".join(netkit("address", "plan", "192.0.2.0/24", "60", "28").stdout.split())
    assert "2^6 − 2 = 62 ≥ 60, and 2^5 − 2 = 30 is too little: 6 host bits of 32" in shown
    assert "begins at 192.0.2.64: 64 is a multiple of 32" in shown
    six = report("address", "plan", "2001:db8::/48", "site=/56", "--count", "3")
    assert [one["prefix"] for one in six["subnets"]] == ["2001:db8::/56", "2001:db8:0:100::/56", "2001:db8:0:200::/56"]


def test_a_summary_with_its_steps() -> None:
    found = report(
        "address", "summarize", "192.0.2.0/26", "192.0.2.64/26", "192.0.2.128", "-", "192.0.2.255", "2001:db8::1"
    )
    assert found["schema"] == "netkit.address.summarize/1"
    four, six = found["summaries"]
    assert four["prefixes"] == ["192.0.2.0/24"]
    assert [(step["whole"], step["why"]) for step in four["steps"]] == [
        ("192.0.2.0/25", "siblings"),
        ("192.0.2.0/24", "siblings"),
    ]
    assert (six["version"], six["prefixes"]) == (6, ["2001:db8::1/128"])
    apart = " ".join(netkit("address", "summarize", "10.0.5.0/24", "10.0.6.0/24").stdout.split())
    assert "10.0.5.0 is no multiple of 512 addresses" in apart
    assert "One prefix for all: 10.0.4.0/22" in apart
    assert "512 addresses more than were given" in apart


TABLE = """\
default via 192.0.2.1 dev eth0
203.0.112.0/20 via 192.0.2.3
203.0.113.0/24 via 192.0.2.2
203.0.113.128/25 via 192.0.2.9
2001:db8::/32 via fe80::1 dev eth0
"""


def test_the_longest_match_bit_by_bit(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text(TABLE)
    found = report("address", "route", path, "203.0.113.77", "2001:db9::1")
    assert found["schema"] == "netkit.address.route/1"
    first, second = found["lookups"]
    assert (first["route"]["prefix"], first["route"]["next_hop"]) == ("203.0.113.0/24", "192.0.2.2")
    assert [one["prefix"] for one in first["matches"]] == ["203.0.113.0/24", "203.0.112.0/20", "0.0.0.0/0"]
    assert {"prefix": "203.0.113.128/25", "order": 4, "matches": False, "common_bits": 24} in first["weighed"]
    assert [step["depth"] for step in first["walk"]] == [0, 20, 24]
    assert second["route"] is None
    shown = netkit("address", "route", "-", "203.0.113.77", stdin=TABLE.encode()).stdout
    assert "  203.0.113.128/25  11001011 00000000 01110001 1·······" in shown
    assert "^ 1 here, 0 in the destination" in shown
    assert shown.startswith("203.0.113.77 · goes to 192.0.2.2 · by 203.0.113.0/24, the longest of 3 prefixes")


def test_a_table_made_up_on_the_command_line() -> None:
    words = ["--route", "default=R1", "--route", "203.0.113.0/24=R2", "203.0.113.9", "8.8.8.8"]
    found = report("address", "route", *words)
    assert [one["route"]["label"] for one in found["lookups"]] == ["R2", "R1"]


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (["explain"], 2, ["which address?", "hint:"]),
        (
            ["explain", "192.0.2.256"],
            3,
            ["192.0.2.256 is no IPv4 address", "^^^ the fourth number is above 255", "at most 255"],
        ),
        (["explain", "010.0.0.1"], 3, ["octal", "8.0.0.1", "10.0.0.1"]),
        (["explain", "2001:db8::1::2"], 3, ["^^ a second ::", "one :: is all"]),
        (["explain", "harbour.test"], 3, ["harbour.test is no address", "MAC address"]),
        (["explain", "02:00:00:00:00:0g"], 3, ["'g' is no hex digit"]),
        (["explain", ""], 3, ["there is no address here"]),
        (["plan"], 2, ["which block?"]),
        (["plan", "192.0.2.0/24"], 2, ["which subnets?"]),
        (["plan", "192.0.2.1/24", "60"], 3, ["host bits set", "other 8 are zero", "192.0.2.0/24"]),
        (
            ["plan", "192.0.2.0/25", "100", "60"],
            3,
            ["does not fit", "192 addresses (128 + 64), and 192.0.2.0/25 has 128", "a /24"],
        ),
        (["plan", "2001:db8::/48", "60"], 3, ["a number of hosts", "a link gets a /64"]),
        (["summarize"], 2, ["summarise what?"]),
        (["summarize", "192.0.2.9-192.0.2.1"], 3, ["backwards", "192.0.2.1 - 192.0.2.9"]),
        (["route"], 2, ["which destination?"]),
        (["route", "203.0.113.9"], 2, ["which table?", "ip route"]),
        (["route", "203.0.113.9", "203.0.113.10"], 2, ["which table?"]),
        (["route", "nothing-here", "203.0.113.9"], 2, ["nothing-here"]),
        (["route", "--route", "203.0.113.1/24=R1", "203.0.113.9"], 3, ["host bits set", "203.0.113.0/24"]),
        (["route", "--route", "203.0.113.0/24=R1", "203.0.113.900"], 3, ["203.0.113.900 is no IPv4 address", "^^^"]),
        (["rout"], 2, ["route"]),
    ],
)
def test_a_users_mistake_gets_what_where_why_and_what_next(words: list[str], code: int, parts: list[str]) -> None:
    assert_error(netkit("address", *words), code, *parts)


def test_an_empty_table_and_hostile_words(tmp_path: Path) -> None:
    assert_error(netkit("address", "route", "-", "203.0.113.9", stdin=b"# nothing\n"), 3, "this table has no route")
    for data in (b"\xff\xfe\x00", b"192.0.2.0/24 \x1b[2J\n", b"\x1b]0;x\x07\n"):
        done = netkit("address", "route", "-", "203.0.113.9", stdin=data)
        assert done.returncode in (0, 3)
        assert not [sign for sign in done.stdout + done.stderr if ord(sign) < 0x20 and sign != "\n"]
    for words in (
        ["explain", "\x1b[2J\u202e"],
        ["explain", "fe80::1%\x1b[2J"],
        ["plan", "192.0.2.0/24", "\x1b[31m=6"],
        ["summarize", "\x1b"],
    ):
        for form in ((), ("--plain",), ("--json",)):
            done = netkit("address", *words, *form)
            assert done.returncode in (0, 3)
            assert not [sign for sign in done.stdout + done.stderr if ord(sign) < 0x20 and sign != "\n"]
            assert "\u202e" not in done.stdout + done.stderr


def test_little_is_loaded() -> None:
    done = netkit("address", "explain", "192.0.2.77/26", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "netkit.address.explain_view" in loaded
    assert not {
        name for name in loaded if name.partition(".")[0] in ("scapy", "numpy", "rich", "dns", "netaddr", "ipaddress")
    }
    assert not {name for name in loaded if name.startswith(("netkit.packet", "netkit.capture", "netkit.lab"))}


@pytest.mark.parametrize("width", ["40", "100"])
def test_every_report_fits_the_page(width: str) -> None:
    for words in (
        ["explain", "192.0.2.77/26", "--all"], ["explain", "2001:db8::1/61"], ["explain", "02:00:00:00:00:0a"],
        ["plan", "192.0.2.0/24", "60", "28"], ["summarize", "10.0.5.0/24", "10.0.6.0/24"],
        ["route", "--route", "203.0.113.0/24=R2", "--route", "2001:db8::/33=R1", "203.0.113.9", "2001:db8:8000::1"],
    ):  # fmt: skip
        for line in netkit("address", *words, COLUMNS=width).stdout.splitlines():
            # a reverse name of 72 characters and a command are never broken
            assert len(line) <= int(width) or "ip6.arpa" in line or "netkit address" in line or "ipv6" in line, line


def test_json_is_one_document_with_its_schema() -> None:
    for words in (
        ["explain", "::1", "::2"],
        ["plan", "10.0.0.0/8", "5"],
        ["summarize", "10.0.0.0/8"],
        ["route", "--route", "default=R", "1.2.3.4"],
    ):
        found = json.loads(netkit("address", *words, "--json").stdout)
        assert found["schema"] == f"netkit.address.{words[0]}/1"
