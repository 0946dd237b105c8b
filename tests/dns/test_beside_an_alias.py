"""NSEC and RRSIG may stand where an alias stands: they are wanted from there, and from where it leads only if they are not there."""

import pytest

from tests.dns.network import ROOT, reply, walk

ALIAS = "a.test. 60 CNAME b.test."
RECORDS = {
    "NSEC": ("a.test. 60 NSEC c.test. CNAME RRSIG NSEC", "b.test. 60 NSEC c.test. A RRSIG NSEC"),
    "RRSIG": (
        "a.test. 60 RRSIG CNAME 13 2 60 20260201000000 20260101000000 1 test. AAAA",
        "b.test. 60 RRSIG A 13 2 60 20260201000000 20260101000000 1 test. AAAA",
    ),
}


def walked(rdtype, *answers):
    """A walk for `a.test`; the answer to each name."""
    said = {each[0].split()[0]: each for each in answers}

    def server(message, _):
        return reply(message, aa=True, answer=said[str(message.question[0].name)])

    walker, net = walk({ROOT[1]: server}, "a.test.", rdtype, qmin=False)
    assert walker.result.rcode.name == "NOERROR"
    return [f"{each.name} {each.rdtype.name}" for each in walker.result.answer], [each[1] for each in net.asked]


@pytest.mark.parametrize("rdtype", RECORDS)
def test_what_stands_beside_the_alias_is_the_answer(rdtype):
    here, _ = RECORDS[rdtype]
    for answer in ((here, ALIAS), (ALIAS, here), (here,)):
        found, asked = walked(rdtype, answer)
        assert found == [f"a.test. {rdtype}"]
        assert asked == ["a.test"]


@pytest.mark.parametrize("rdtype", RECORDS)
def test_otherwise_the_alias_is_followed(rdtype):
    _, there = RECORDS[rdtype]
    found, asked = walked(rdtype, (ALIAS,), (there,))
    assert found == ["a.test. CNAME", f"b.test. {rdtype}"]
    assert asked == ["a.test", "b.test"]
    found, asked = walked(rdtype, (ALIAS, there))
    assert found == ["a.test. CNAME", f"b.test. {rdtype}"]
    assert asked == ["a.test"]


@pytest.mark.parametrize("rdtype", ["CNAME", "ANY"])
def test_questions_about_the_alias_end_there(rdtype):
    found, asked = walked(rdtype, (ALIAS,))
    assert found == ["a.test. CNAME"]
    assert asked == ["a.test"]
