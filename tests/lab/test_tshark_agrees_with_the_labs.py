"""Right answers of the labs about bytes, put into packets: tshark reads them as the tasks have it, and takes no wrong ones."""

import re
import struct

import pytest

from netkit.packet import build, dissect, fragment
from tests.lab.students import IDS, answer_key, read, variant
from tests.oracle.tshark import capture_of, columns

RAW_IP = 101
GOOD, BAD = "1", "0"
STUDENTS = IDS[:6]


def octets(text):
    return bytes.fromhex(text.replace(" ", ""))


def told(checks, fields):
    """What tshark says of each record, beside what is expected of it: a name, the record, and fields with their values."""
    records = [(link_type, len(data), data) for _, link_type, data, _ in checks]
    return zip(checks, columns(capture_of(records), fields), strict=True)


def header(first="45", length=20, protocol=253, rest=b""):
    """An IPv4 header with a first byte and a total length; its checksum does not matter here."""
    return (
        octets(first)
        + struct.pack(">BHIBBH", 0, length, 0, 64, protocol, 0)
        + bytes((192, 0, 2, 1, 192, 0, 2, 2))
        + rest
    )


def built(student):
    """The packets of build-a-packet, each with what tshark is to find in it."""
    mine, key = variant("build-a-packet", student), answer_key("build-a-packet", student)
    facts = mine.situation.facts
    size = 20 + 4 * facts["option_words"]
    yield (
        "1",
        RAW_IP,
        header(key["1"].right, size, rest=b"\1" * (size - 20)),
        {"ip.version": "4", "ip.hdr_len": str(size)},
    )
    message = facts["message"].encode()
    datagram = struct.pack(">HH", 7001, 7101) + octets(key["3"].right) + bytes(2) + message
    length = int(key["2"].right, 16)
    assert length == len(header()) + len(datagram)
    yield (
        "2",
        RAW_IP,
        header(length=length, protocol=17, rest=datagram),
        {"ip.len": str(length), "udp.length": str(len(datagram))},
    )
    query = octets("12340100000100000000 0000") + octets(key["5"].right) + octets("00010001")
    asked = build("ipv4 / udp dport=53 / data hex:" + query.hex()).encode()
    yield "5", RAW_IP, asked, {"dns.qry.name": facts["name"]}
    o = facts["o"]
    padded = octets("020405b4") + b"\1" * (o - 4) + bytes(-o % 4)
    syn = struct.pack(">HHII", 7001, 7101, 1, 0) + octets(key["6"].right) + octets("02 ffff 0000 0000") + padded
    yield (
        "6",
        RAW_IP,
        header(length=20 + len(syn), protocol=6, rest=syn),
        {"tcp.hdr_len": str(len(syn)), "tcp.options.mss_val": "1460"},
    )
    whole = header(length=20 + facts["size"], rest=bytes(facts["size"]))
    cut = fragment(dissect(whole, RAW_IP), facts["mtu"])[facts["k"]].data
    yield "7", RAW_IP, cut, {"ip.frag_offset": key["7"].right}
    right = {
        "ipv6.plen": str(8 + len(message)),
        "udp.checksum.status": GOOD,
        "ipv6.src": facts["source"],
        "ipv6.dst": facts["destination"],
    }
    yield "8", RAW_IP, octets(key["8"].right), right


def summed(student):
    """The packets of internet-checksum: those with right sums, with wrong ones, and those that arrived or were changed."""
    mine, key, questions = (
        variant("internet-checksum", student),
        answer_key("internet-checksum", student),
        read(variant("internet-checksum", student)),
    )
    facts = mine.situation.facts
    sent, blank = octets(facts["header"]), octets(facts["blank"])
    yield "1", RAW_IP, sent, {"ip.checksum.status": GOOD}
    for text, status in ((key["2"].right, GOOD), *((texts[0], BAD) for texts in key["2"].wrong.values())):
        yield "2", RAW_IP, blank[:10] + octets(text) + blank[12:], {"ip.checksum.status": status}
    for letter, row in re.findall(r"([A-F]): ([0-9a-f ]+)", questions["3"]):
        if struct.unpack_from(">H", octets(row), 2)[0] >= 20:
            yield "3", RAW_IP, octets(row), {"ip.checksum.status": BAD if letter in key["3"].right.split() else GOOD}
    behind = sent[:8] + bytes([sent[8] - 1]) + sent[9:10] + octets(key["4"].right) + sent[12:]
    yield "4", RAW_IP, behind, {"ip.checksum.status": GOOD}
    whole = octets(facts["packet"])
    for text, status in (
        (key["5"].right, GOOD),
        *((texts[0].removeprefix("0x"), BAD) for texts in key["5"].wrong.values()),
    ):
        yield "5", RAW_IP, whole[:26] + octets(text) + whole[28:], {"udp.checksum.status": status}


@pytest.mark.parametrize("made", [built, summed])
def test_tshark_reads_the_right_answers_as_the_tasks_have_them(made):
    checks = [check for student in STUDENTS for check in made(student)]
    fields = sorted({field for *_, expected in checks for field in expected})
    for (task, _, data, expected), found in told(checks, fields):
        assert {field: found[field] for field in expected} == expected, (task, data.hex())


def test_tshark_sees_the_captures_as_the_labs_do():
    for student in STUDENTS[:2]:
        facts = variant("build-a-packet", student).situation.facts
        seen = columns(
            variant("build-a-packet", student).situation.all_files["echo.pcapng"], ["ip.ttl", "icmp.type", "ip.src"]
        )
        assert [row["ip.ttl"] for row in seen[::2]] == [str(facts["h"] + step) for step in (-1, 0, 1)]
        assert (seen[3]["icmp.type"], seen[3]["ip.src"]) == ("11", facts["router"])
        files, key = variant("internet-checksum", student).situation.all_files, answer_key("internet-checksum", student)
        behind = columns(files["router.pcapng"], ["ip.checksum.status", "ip.checksum"])
        assert [row["ip.checksum.status"] for row in behind] == [GOOD, GOOD]
        assert int(behind[1]["ip.checksum"], 16) == int(key["4"].right, 16)
        rows = columns(files["sender.pcapng"], ["ip.src", "tcp.checksum.status", "tcp.seq", "tcp.len", "tcp.ack"])
        facts = variant("internet-checksum", student).situation.facts
        assert {row["tcp.checksum.status"] for row in rows if row["ip.src"] == facts["client"]} == {BAD}
        assert {row["tcp.checksum.status"] for row in rows if row["ip.src"] == facts["server"]} == {GOOD}
        asked = rows[facts["asked"] - 1]
        end = int(asked["tcp.seq"]) + int(asked["tcp.len"])
        proof = next(
            number
            for number, row in enumerate(rows, 1)
            if number > facts["asked"] and row["ip.src"] == facts["server"] and int(row["tcp.ack"]) >= end
        )
        assert key["7"].right.endswith(f"proof={proof}")


def test_tshark_sees_the_walks_as_the_lab_does():
    fields = [
        "ip.src", "ip.dst", "udp.checksum.status", "dns.flags.response", "dns.flags.authoritative", "dns.flags.recdesired",
        "dns.flags.rcode",
        "dns.count.answers", "dns.qry.name", "dns.ns", "dns.a", "dns.cname", "dns.resp.ttl", "dns.soa.minimum_ttl",
    ]  # fmt: skip
    for student in STUDENTS[:3]:
        mine, key = variant("dns-walk", student), answer_key("dns-walk", student)
        facts = mine.situation.facts
        seen = {name: columns(data, fields, every=True) for name, data in mine.situation.all_files.items()}
        assert {row["udp.checksum.status"] for rows in seen.values() for row in rows} == {GOOD}
        walk = seen["walk.pcapng"]
        assert walk[5]["ip.dst"] in key["1"].forms
        assert [tshark_kind(walk[int(row) - 1]) for row in re.findall(r"(\d+)=", key["2"].right)] == re.findall(
            r"=(\w+)", key["2"].right
        )
        assert sorted(walk[4]["dns.ns"].split(",")) == sorted(facts[f"s{number}"] for number in range(1, 6))
        for name, task in (("cold.pcapng", "4"), ("again.pcapng", "5")):
            asked = [row for row in seen[name] if row["dns.flags.response"] == row["dns.flags.recdesired"] == "0"]
            assert str(len(asked)) == key[task].right
        times = [int(time) for time in walk[13]["dns.resp.ttl"].split(",")]
        assert str(min(times) - facts["aged"]) == key["6"].right
        authoritative = [n for n, row in enumerate(walk, 1) if row["dns.flags.authoritative"] == "1"]
        assert " ".join(map(str, authoritative)) == key["7"].right
        denied = next(row for row in walk if row["dns.flags.rcode"] == "3")
        assert key["9"].right == str(min(int(denied["dns.resp.ttl"]), int(denied["dns.soa.minimum_ttl"])))


def tshark_kind(row):
    """The kind of a response by what tshark says of it."""
    if row["dns.flags.rcode"] == "3":
        return "NXDOMAIN"
    if row["dns.count.answers"] != "0":
        return "answer" if row["dns.a"] else "alias"
    return "NODATA" if row["dns.soa.minimum_ttl"] else "referral"


def test_tshark_finds_packets_again_along_the_way_and_nothing_wrong_with_them():
    fields = ["ip.src", "ip.dst", "ip.id", "ip.ttl", "ip.checksum", "ip.checksum.status", "tcp.checksum.status", "icmp.checksum.status",
              "icmpv6.checksum.status", "tcp.seq", "tcp.srcport", "arp.dst.proto_ipv4", "_ws.malformed"]  # fmt: skip
    for student in STUDENTS[:1]:
        mine, key = variant("along-the-way", student), answer_key("along-the-way", student)
        seen = {name: columns(data, fields) for name, data in mine.situation.all_files.items()}
        for rows in seen.values():
            assert {row[f"{layer}.checksum.status"] for row in rows for layer in ("ip", "tcp", "icmp", "icmpv6")} == {
                GOOD,
                "",
            }
            assert {row["_ws.malformed"] for row in rows} == {""}
        facts = mine.situation.facts
        assert seen["link-1.pcapng"][0]["arp.dst.proto_ipv4"] == key["1"].right
        page, ping = seen["link-3.pcapng"][facts["page3"] - 1], seen["link-1.pcapng"][facts["ping1"] - 1]
        assert (page["ip.ttl"], int(page["ip.checksum"], 16)) == (key["4"].right, int(key["5"].right, 16))
        same = [
            n
            for n, row in enumerate(seen["link-3.pcapng"], 1)
            if all(row[f] == ping[f] for f in ("ip.src", "ip.dst", "ip.id"))
        ]
        assert same == [int(key["6"].right)]
        out = seen["inside.pcapng"][facts["out"] - 1]
        (after,) = [
            row for row in seen["outside.pcapng"] if (row["tcp.seq"], row["ip.id"]) == (out["tcp.seq"], out["ip.id"])
        ]
        assert key["8"].right == f"address={after['ip.src']} port={after['tcp.srcport']}"
