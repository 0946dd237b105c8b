"""A plain model of overlap policies: a dictionary from byte to owner, and the published tables as tables.

Written from the tables and not from netkit's code: for each way in which an arriving piece can lie to a held one, a letter says who
wins, `n` the new one and `o` the old one.
"""

__all__ = ["IP", "TCP", "TCP_MERGING", "Model", "owners_after"]

# How [s, e) can lie to [a, b), given that they overlap: where it starts, then where it ends.
WAYS = [(start, end) for start in ("before", "with", "after") for end in ("inside", "with", "behind")]


def way(s, e, a, b):
    start = "before" if s < a else "with" if s == a else "after"
    end = "inside" if e < b else "with" if e == b else "behind"
    return start, end


def table(letters):
    """One row: nine letters in the order of WAYS, in three groups for where the new piece starts."""
    plain = letters.replace(" ", "")
    assert len(plain) == len(WAYS)
    return dict(zip(WAYS, plain, strict=True))


# starts:         before with after; in each: ends inside, with, behind
IP = {
    "first":      table("ooo ooo ooo"),
    "last":       table("nnn nnn nnn"),
    "bsd":        table("nnn ooo ooo"),
    "bsd-right":  table("onn onn oon"),
    "linux-2007": table("nnn nnn ooo"),
    "windows":    table("oon ooo ooo"),
    "solaris":    table("onn ooo ooo"),
}  # fmt: skip

TCP = {
    "first":      table("ooo ooo ooo"),
    "last":       table("nnn nnn nnn"),
    "bsd":        table("nnn ooo ooo"),
    "windows":    table("nnn ooo ooo"),
    "linux-2007": table("nnn oon ooo"),
    "linux-6":    table("nnn oon ooo"),
    "linux-old":  table("nnn onn ooo"),
    "solaris":    table("onn onn oon"),
}  # fmt: skip

TCP_MERGING = {"linux-6"}


class Model:
    """Byte by byte, with no care for speed: `owner[x]` is the number of the piece whose byte stands at x."""

    def __init__(self, row, merging=False):
        self.row = row
        self.merging = merging
        self.bounds = {}
        self.owner = {}
        self.data = {}

    def put(self, number, start, data):
        end = start + len(data)
        self.bounds[number] = (start, end)
        held = dict(self.owner)
        for at in range(start, end):
            if at in held:
                a, b = self.block(held, at) if self.merging else self.bounds[held[at]]
                if self.row[way(start, end, a, b)] == "o":
                    continue
            self.owner[at] = number
            self.data[at] = data[at - start]

    @staticmethod
    def block(held, at):
        """The longest stretch of held bytes around one."""
        first = last = at
        while first - 1 in held:
            first -= 1
        while last + 1 in held:
            last += 1
        return first, last + 1


def owners_after(model, arrivals):
    """The owner of each byte once these (start, data) have arrived, numbered from 1."""
    for number, (start, data) in enumerate(arrivals, 1):
        model.put(number, start, data)
    return model.owner
