"""Gradebooks to export: a small class by hand, and any class at all."""

from hypothesis import strategies as st

from netkit.lab.export.gradebook import Gradebook, Person
from netkit.lab.grading.graded import Adjustment, Finding, Graded
from netkit.lab.verdict import Evidence, Verdict
from netkit.view import Outcome

TIME = "2026-11-26T15:00:00.000Z"

VERDICTS = (
    Verdict(task="1", title="Whose address?", outcome=Outcome.RIGHT, points=2, max_points=2, answer="192.0.2.1"),
    Verdict(
        task="2",
        title="How many routers?",
        outcome=Outcome.WRONG,
        points=0,
        max_points=3,
        answer="62",
        misconception="ttl-is-hops",
        explanation="That is how many more it could pass.",
        working=("the start is 64", "minus ip.ttl ?"),
        evidence=(Evidence(packet=4, key="ip.ttl", start_bit=176, width_bits=8, hex="3e", text="Time to live"),),
    ),
    Verdict(task="3", title="Which packets?", outcome=Outcome.PARTIAL, points=1, max_points=2, answer="4 5"),
    Verdict(task="4", title="Then?", outcome=Outcome.SKIPPED, points=0, max_points=1, explanation="task 2 comes first"),
    Verdict(task="5", title="And?", outcome=Outcome.UNANSWERED, points=0, max_points=1),
)

ADA = Graded(
    bundle="ada.netkit",
    student="ada",
    lab="first-packets",
    title="First packets",
    version="1.0",
    score=2.5,
    max_score=9,
    verdicts=VERDICTS,
    adjustments=(Adjustment(rule="late", points=-0.5, text="a day late"),),
    findings=(Finding(rule="answer.of.another", text="fits bob's numbers", task="2"),),
)
PAIR = Graded(
    bundle="pair.netkit", student="bob", partners=("cy",), lab="subnets", title="Subnets", version="1.1", score=120,
    max_score=120, verdicts=VERDICTS[:1],
)  # fmt: skip
BAD = Graded(
    bundle="bad.netkit", student="", lab="", title="", version="", score=0, max_score=0, refused="it is not a bundle"
)
PEOPLE = (
    Person("ada", {"Student": "Lovelace, Ada", "ID": "17", "SIS User ID": "s1", "SIS Login ID": "ada", "Section": "A"}),
    Person("dan", {"Student": "Dan, O'Hara", "ID": "18", "SIS User ID": "s2", "SIS Login ID": "dan", "Section": "A"}),
)
CLASS = Gradebook(course="Networks 101", people=PEOPLE, graded=(ADA, PAIR, BAD), time=TIME)

_texts = st.text(max_size=30)
_ids = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)


@st.composite
def _verdicts(draw: st.DrawFn) -> Verdict:
    most = draw(st.integers(1, 9))
    outcome = draw(st.sampled_from(Outcome))
    points = most if outcome is Outcome.RIGHT else draw(st.integers(0, most - 1)) if outcome is Outcome.PARTIAL else 0
    return Verdict(
        task=draw(st.sampled_from("123456789")), title=draw(_texts), outcome=outcome, points=points, max_points=most,
        answer=draw(_texts), misconception=draw(st.none() | st.just("some-way")), explanation=draw(_texts),
        working=draw(st.lists(_texts, max_size=2)),
    )  # fmt: skip


@st.composite
def _graded(draw: st.DrawFn) -> Graded:
    verdicts = draw(st.lists(_verdicts(), max_size=4, unique_by=lambda verdict: verdict.task))
    changes = [
        Adjustment(rule="late", points=points, text=draw(_texts))
        for points in draw(st.lists(st.floats(-3, 0), max_size=1))
    ]
    return Graded(
        bundle=draw(_texts) + ".netkit", student=draw(_ids), lab=draw(st.sampled_from(["subnets", "dns-walk"])), title=draw(_texts),
        version="1.0", score=sum(v.points for v in verdicts) + sum(c.points for c in changes),
        max_score=sum(v.max_points for v in verdicts), verdicts=verdicts, adjustments=changes,
        refused=draw(st.sampled_from(["", "", "no bundle"])),
    )  # fmt: skip


def gradebooks() -> st.SearchStrategy[Gradebook]:
    """Any class: every outcome, any text in any place, bundles that could not be graded."""
    return st.builds(
        Gradebook,
        course=_texts,
        people=st.lists(st.builds(Person, _ids), max_size=3, unique_by=lambda person: person.id),
        graded=st.lists(_graded(), max_size=4),
        time=st.just(TIME),
    )
