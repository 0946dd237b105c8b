"""BIND's own tools: dnssec-keygen, dnssec-signzone, dnssec-dsfromkey."""

from tests.system.signed_names.order import MNEMONICS, Signed, run, stamp

TOOLS = ("dnssec-keygen", "dnssec-signzone", "dnssec-dsfromkey")


def sign(order, folder):
    """Sign the zone in an empty folder; BIND takes no more than 150 iterations."""
    words = ("-q", "-a", MNEMONICS[order.algorithm], *(("-b", 2048) if order.algorithm == 8 else ()))
    keys = [run(folder, "dnssec-keygen", *words, "-f", "KSK", order.origin).strip()]
    if not order.single:
        keys.append(run(folder, "dnssec-keygen", *words, order.origin).strip())
    published = [(folder / f"{key}.key").read_text() for key in keys]
    (folder / "zone").write_text(order.whole(published[0].splitlines()[-1], "".join(published)))
    hashed = order.hashed
    denial = ("-3", hashed.salt or "-", "-H", hashed.iterations, *(["-A"] if hashed.opt_out else [])) if hashed else ()
    begins, ends = map(stamp, order.validity)
    run(
        folder, "dnssec-signzone", "-q", "-P", "-O", "full", "-s", begins, "-e", ends, *(["-z"] if order.single else []),
        *denial, "-o", order.origin, "-f", "signed", "zone", *keys,
    )  # fmt: skip
    pointers = run(folder, "dnssec-dsfromkey", "-2", keys[0]).split(" DS ")[1:]
    return Signed((folder / "signed").read_text(), tuple(each.splitlines()[0].strip() for each in pointers))
