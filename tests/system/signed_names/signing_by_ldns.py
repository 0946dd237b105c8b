"""ldns's own tools: ldns-keygen, ldns-signzone, ldns-key2ds."""

from tests.system.signed_names.order import MNEMONICS, Signed, run, stamp

TOOLS = ("ldns-keygen", "ldns-signzone", "ldns-key2ds")


def sign(order, folder):
    """Sign the zone in an empty folder."""
    words = ("-a", MNEMONICS[order.algorithm], "-r", "/dev/urandom", *(("-b", 2048) if order.algorithm == 8 else ()))
    keys = [run(folder, "ldns-keygen", *words, "-k", order.origin).strip()]
    if not order.single:
        keys.append(run(folder, "ldns-keygen", *words, order.origin).strip())
    own = (folder / f"{keys[0]}.key").read_text()
    # The zone's own key stands there, too: a key of the same tag would be taken for it otherwise
    (folder / "zone").write_text(order.whole(own, own if order.beside else ""))
    hashed = order.hashed
    salt = ("-s", hashed.salt) if hashed and hashed.salt else ()
    denial = ("-n", "-t", hashed.iterations, *salt, *(["-p"] if hashed.opt_out else [])) if hashed else ()
    begins, ends = map(stamp, order.validity)
    run(
        folder, "ldns-signzone", "-i", begins, "-e", ends, *denial, "-o", order.origin, "-f", "signed", "zone", *keys
    )  # fmt: skip
    pointers = run(folder, "ldns-key2ds", "-n", "-2", f"{keys[0]}.key").splitlines()
    return Signed((folder / "signed").read_text(), tuple(each.split("DS")[1].strip() for each in pointers))
