"""netkit's pictures beside those of the RFCs, which are copied from there: the same lines at the same bits."""

import pytest
from click.testing import CliRunner

from netkit.cli.packet_diagram import diagram
from netkit.packet.diagram import diagram_of_tables
from netkit.packet.pictures import HEADERS
from tests.render.drawing import drawn

FIGURES = {
    "ipv4": """
   |Version|  IHL  |Type of Service|          Total Length         |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |         Identification        |Flags|      Fragment Offset    |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |  Time to Live |    Protocol   |         Header Checksum       |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |                       Source Address                          |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |                    Destination Address                        |
""",  # RFC 791 §3.1
    "ipv6": """
   |Version| Traffic Class |           Flow Label                  |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |         Payload Length        |  Next Header  |   Hop Limit   |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |                                                               |
   +                                                               +
   |                                                               |
   +                         Source Address                        +
   |                                                               |
   +                                                               +
   |                                                               |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |                                                               |
   +                                                               +
   |                                                               |
   +                      Destination Address                      +
   |                                                               |
   +                                                               +
   |                                                               |
""",  # RFC 8200 §3
    "icmp-echo": """
   |     Type      |     Code      |          Checksum             |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |           Identifier          |        Sequence Number        |
""",  # RFC 792
    "udp": """
                  |     Source      |   Destination   |
                  |      Port       |      Port       |
                  +--------+--------+--------+--------+
                  |                 |                 |
                  |     Length      |    Checksum     |
""",  # RFC 768
    "tcp": """
      |          Source Port          |       Destination Port        |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                        Sequence Number                        |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                    Acknowledgment Number                      |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |  Data |       |C|E|U|A|P|R|S|F|                               |
      | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
      |       |       |R|E|G|K|H|T|N|N|                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |           Checksum            |         Urgent Pointer        |
""",  # RFC 9293 §3.1
    "dns": """
    |                      ID                       |
    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    |QR|   Opcode  |AA|TC|RD|RA|   Z    |   RCODE   |
    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    |                    QDCOUNT                    |
    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    |                    ANCOUNT                    |
    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    |                    NSCOUNT                    |
    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    |                    ARCOUNT                    |
""",  # RFC 1035 §4.1.1
}

BITS_A_ROW = {"dns": 16}

FINER = {
    "ipv4": {14, 49, 50},  # DSCP and ECN (RFC 3168 §5); the three flags (RFC 791 §3.1)
    "ipv6": {10},  # DSCP and ECN again
    "tcp": {103},  # AE (RFC 9768)
    "dns": {26, 27},  # AD and CD (RFC 4035 §3.2)
}
"""Where netkit draws a line that the RFC does not: fields that others have put there since, or that the text parts."""


def lines_at(figure, bits_a_row):
    """The bits before which the picture has a line, up to a cell of variable length."""
    found, row, inside = set(), 0, False
    for line in figure:
        if line.startswith("+"):
            row, inside = row + inside, False
        elif line.startswith("|") and line.endswith("|"):
            inside = True
            found |= {
                row * bits_a_row + at * bits_a_row // (len(line) - 1) for at, sign in enumerate(line) if sign == "|"
            }
        elif inside or line.startswith("|"):
            break
    return {bit for bit in found if bit % bits_a_row} | {row * bits_a_row for row in range(row + inside)}


@pytest.mark.parametrize("name", FIGURES)
def test_the_picture_is_that_of_the_rfc(name):
    copied = [line.strip() for line in FIGURES[name].strip("\n").split("\n")]
    theirs = lines_at(copied, BITS_A_ROW.get(name, 32))
    ours = lines_at(drawn([diagram_of_tables("", HEADERS[name])])[2:], 32)
    assert len(theirs) > 3
    assert ours - FINER.get(name, set()) == theirs
    assert ours >= FINER.get(name, set())


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["drawn", "plain"])
@pytest.mark.parametrize("name", HEADERS)
def test_every_picture_fits_a_terminal_and_tells_every_field(name, plain):
    done = CliRunner().invoke(diagram, [name, *plain], env={"COLUMNS": "80"})
    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert [line for line in lines if len(line) > 80] == []
    assert len(lines) < 120
    for field in (field for table in HEADERS[name] for field in table.fields):
        assert field.label in " ".join(done.output.split())
