"""A small lab whose tasks are judged on packets, for the tests: an address asked for, and a cut answer followed up."""

TOML = """format = 1
version = "1.0"
title = "Asking"
summary = "asking"
minutes = 1
live = true

[[tasks]]
id = "1"
title = "An IPv6 address"
check = "ipv6"
kind = "capture"
live = true
points = 2
question = "Ask {server} for the IPv6 address of {name}."
hint = "Which type of record holds it?"

[[tasks]]
id = "2"
title = "The whole text"
check = "whole"
kind = "capture"
points = 3
question = "Get the whole text of large.leaf.test."
hint = "Look at the flags of the answer."
needs = ["1"]
"""

CHECK = """
from netkit.lab import Line, Question, Situation
from netkit.lab.wire import Mistake, NoneBetween, Sighting, Wire, twin
from netkit.lab.wire.dns import FILTER, Response, asked, bursts
from netkit.lab.wire.dns.traits import brought, named, of_type, over, sent_to
from tests.lab.wire.names import LEAF, PARENT, SILENT, ask, capture_of


def situation(draw, library):
    begins = 1_800_000_000_000_000_000 + draw.number("begins", 0, 10**9) * 1000
    def made(*asks):
        return lambda: capture_of(*asks, begins=begins)
    large = ask("large.leaf.test", "TXT")
    twins = {
        "1": twin(draw, "1", made(ask(kind="AAAA")), {"a-for-aaaa": made(ask()), "default-server": made(ask(kind="AAAA", server=PARENT))}),
        "2": twin(draw, "2", made(large, ask("large.leaf.test", "TXT", tcp=True)), {"cut-is-complete": made(large)}),
    }
    return Situation(facts={"server": LEAF, "name": "www.leaf.test", "begins": begins}, twins=twins)


def ipv6(now):
    name = named(now.facts["name"])
    there = sent_to([LEAF], wanted="a question to {server}")
    return Question(
        because="Packet {answer_packet} has the address: AAAA holds 16 bytes.",
        working=[Line(text="the type is", value="AAAA"), Line(text="the command is", value=f"dig @{LEAF} www.leaf.test AAAA")],
        wire=Wire(
            view=asked, filter=FILTER, runs=bursts, about=lambda event: name.holds(event, {}),
            steps=[Sighting(name="asked", text="the address asked for and told", traits=[
                name, of_type("AAAA", wanted="the type that holds IPv6 addresses"), there,
                brought(Response.ANSWER, wanted="an answer with the address")],
                rule="Each type of record is asked for by itself.", then="Ask again.")],
            mistakes=[
                Mistake(slug="a-for-aaaa", why="Packet {packet} asks for type {type}: that holds an IPv4 address.", key="dns.qry.type",
                        steps=[Sighting(name="asked", text="", traits=[name, of_type("A", wanted="")])]),
                Mistake(slug="default-server", why="Packet {packet} went to {asked_server}, and not to {server}.",
                        facts={"server": LEAF}, steps=[Sighting(name="asked", text="", traits=[name, sent_to([PARENT], wanted="")])]),
            ],
        ),
    )


def whole(now):
    name = named("large.leaf.test")
    cut = Sighting(name="cut", text="an answer that is cut", traits=[
        name, over("udp", wanted="UDP"), brought(Response.CUT, wanted="a cut answer")])
    alone = NoneBetween(name="alone", text="", traits=[name, over("tcp", wanted="")], since="cut")
    return Question(
        because="Packet {cut_answer_packet} was cut, packet {answer_packet} is whole.",
        working=[Line(text="the flag is", value="TC"), Line(text="so ask over", value="TCP")],
        wire=Wire(
            view=asked, filter=FILTER, runs=bursts, about=lambda event: name.holds(event, {}),
            steps=[cut, Sighting(name="whole", text="the whole of it over another transport", traits=[
                name, over("tcp", wanted="TCP"), brought(Response.ANSWER, wanted="the whole answer")],
                rule="TC says that records are missing.")],
            mistakes=[Mistake(slug="cut-is-complete", why="Packet {answer_packet} is cut.", steps=[cut, alone], key="dns.flags.truncated",
                              packet=lambda event: event.ended)],
        ),
    )
"""
