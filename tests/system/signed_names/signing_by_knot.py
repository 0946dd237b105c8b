"""Knot's own tools: keymgr and kzonesign."""

from tests.system.signed_names.order import MNEMONICS, Signed, run

TOOLS = ("keymgr", "kzonesign")
HOUR = 3600
LONG_AGO = "20200101000000"

SETTINGS = """server:
  rundir: {folder}
database:
  storage: {folder}/keys
policy:
  - id: tests
    manual: on
    dnskey-management: incremental
    delete-delay: 1d
    single-type-signing: {single}
    rrsig-lifetime: 30d
    nsec3: {nsec3}
    nsec3-iterations: {iterations}
    nsec3-opt-out: {opt_out}
    nsec3-salt-length: {salt}
zone:
  - domain: {origin}
    file: {folder}/zone
    zonefile-load: whole
    journal-content: none
    semantic-checks: off
    dnssec-signing: on
    dnssec-policy: tests
"""


def sign(order, folder):
    """Sign the zone in an empty folder."""
    for made in ("made", "keys"):
        (folder / made).mkdir()
    hashed = order.hashed
    settings = SETTINGS.format(
        folder=folder,
        origin=order.origin,
        single=_word(order.single),
        nsec3=_word(hashed),
        iterations=hashed.iterations if hashed else 0,
        opt_out=_word(hashed and hashed.opt_out),
        salt=len(hashed.salt) // 2 if hashed else 0,
    )
    (folder / "knot.conf").write_text(settings)
    zone = ("-c", "knot.conf", order.origin)
    uses = ("ksk=yes zsk=yes",) if order.single else ("ksk=yes zsk=no", "ksk=no zsk=yes")
    times = [f"{each}={LONG_AGO}" for each in ("created", "publish", "ready", "active")]
    keys = []
    for use in uses:
        words = ("generate", f"algorithm={MNEMONICS[order.algorithm]}", *use.split(), *times)
        keys.append(run(folder, "keymgr", *zone, *words).strip())
    if hashed and hashed.salt:
        run(folder, "keymgr", *zone, "nsec3-salt", hashed.salt)
    (folder / "zone").write_text(order.whole(run(folder, "keymgr", *zone, "dnskey", keys[0]) if order.beside else ""))
    begins = order.validity[0]
    run(folder, "kzonesign", "-c", "knot.conf", "-o", "made", "-t", begins + HOUR, order.origin)
    pointers = [each.split(" DS ")[1] for each in run(folder, "keymgr", *zone, "ds").splitlines()]
    return Signed((folder / "made" / "zone").read_text(), tuple(each for each in pointers if each.split()[2] == "2"))


def _word(value):
    return "on" if value else "off"
