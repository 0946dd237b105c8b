"""First packets: no two students share a capture, nor their answers; in the long form of a thousand."""

from netkit.lab.draw import Draw
from tests.lab.students import IDS, LABS, LIBRARY, variant
from tests.length import LONG

STUDENTS = [f"student-{number}" for number in range(1000)] if LONG else IDS[:50]
OWN = ("1", "3", "4")
"""Tasks whose answers are nobody else's together: an address, a name and a port."""


def test_no_two_students_share_a_capture_or_their_answers():
    variants = [variant("first-packets", student) for student in STUDENTS]
    assert len({mine.situation.traffic.data for mine in variants}) == len(STUDENTS)
    tasks = [LABS["first-packets"].task(task) for task in OWN]
    assert len({tuple(mine.question(task).right for task in tasks) for mine in variants}) == len(STUDENTS)


def test_a_recording_made_anew_is_made_once_and_is_the_recording_where_draws_are_settled():
    one = LIBRARY.anew("page-load-01.pcapng", Draw(b"seed"))
    assert LIBRARY.anew("page-load-01.pcapng", Draw(b"seed")) is one
    assert LIBRARY.anew("page-load-01.pcapng", Draw(b"seed", 1)).data != one.data
    settled = LIBRARY.anew("page-load-01.pcapng", Draw(b"seed", forced={"page load": 0}))
    assert settled is LIBRARY.traffic("page-load-01.pcapng")
