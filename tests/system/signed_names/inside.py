"""What happens inside the namespace: zones are signed and served, and each lesson is walked by netkit and asked of Unbound and delv.

`python -m tests.system.signed_names.inside SIGNER SERVER FOLDER` prints JSON; `-` for a signer or server lets all three take turns.
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import dns.edns
import dns.flags
import dns.message
import dns.query
import dns.rdatatype

from netkit.dns import Walker
from netkit.live.dns.driving import drive
from tests.system.name_servers.inside import records, up
from tests.system.name_servers.servers import PROGRAMS, program, resolving, serving
from tests.system.name_servers.zones import PORT
from tests.system.signed_names.hierarchy import HINT, LEAVES, RESOLVER, ROOT, TEST, TRUSTING
from tests.system.signed_names.lessons import BOGUS, INDETERMINATE, INSECURE, LESSONS, SECURE, SERVFAIL
from tests.system.signed_names.signing import signed_hierarchy

VALIDATING = 'module-config: "validator iterator"\n    trust-anchor-file: "{folder}/root.key"\n    ede: yes\n    val-log-level: 2'


def served_by(server, levels):
    """Which kind of server has which addresses."""
    turn = cycle(PROGRAMS) if server is None else cycle([server])
    kinds = {}
    for address in (LEAVES[0], ROOT, TEST, *LEAVES[1:]):
        kinds.setdefault(next(turn), {})[address] = levels[address]
    return kinds


def walked(name, rdtype, anchor):
    """netkit's walk: what it came to, and when each exchange began and ended."""
    walker = Walker((name, rdtype), hints=[HINT], trust_anchors=[anchor], now=time.time(), allow_loopback=True)
    began = time.perf_counter()
    exchanges = drive(walker)
    result = walker.result
    return {
        "rcode": int(result.rcode),
        "security": result.security.value,
        "answer": records(each for each in result.answer if each.rdtype != dns.rdatatype.RRSIG),
        "errors": [each.code for each in result.extended_errors],
        "reason": result.reason.text,
        "rule": result.reason.rule,
        "exchanges": [
            (each.time, each.ended, each.remote[0], *_asked(each.sent), each.transport) for each in exchanges
        ],
        "seconds": time.perf_counter() - began,
    }


def _asked(wire):
    question = dns.message.from_wire(wire).question[0]
    return question.name.to_text(), question.rdtype.name


def asked(name, rdtype):
    """What the validating Unbound says."""
    query = dns.message.make_query(name, rdtype, want_dnssec=True, payload=1232)
    reply, _ = dns.query.udp_with_fallback(query, TRUSTING, port=PORT, timeout=60)
    errors = [each for each in reply.options if isinstance(each, dns.edns.EDEOption)]
    rcode = int(reply.rcode())
    failed = BOGUS if errors else INDETERMINATE
    judged = SECURE if reply.flags & dns.flags.AD else INSECURE
    return {
        "rcode": rcode,
        "security": failed if rcode == SERVFAIL else judged,
        "answer": records(each for each in reply.answer if each.rdtype != dns.rdatatype.RRSIG),
        "errors": [int(each.code) for each in errors],
        "reason": " ".join(each.text or "" for each in errors),
    }


def told(name, rdtype, folder):
    """What delv says, who asks a resolver that does not validate."""
    words = ("-4", f"@{RESOLVER}", "-p", str(PORT), "-a", f"{folder}/anchors.conf", "+root=.", "+vtrace", name, rdtype)
    done = subprocess.run([program("delv"), *words], capture_output=True, text=True, check=False, timeout=60)
    said = [each[2:].strip() for each in done.stdout.splitlines() if each.startswith("; ")]
    failed = [each.strip("; ") for each in done.stderr.splitlines() if each.startswith(";; resolution failed")]
    if failed and "ncache" not in failed[0]:  # with that word it only says that there is nothing
        verdict = BOGUS
    elif any("unsigned answer" in each or "unsigned" in each.split(", ")[1:] for each in said):
        verdict = INSECURE
    else:
        verdict = SECURE if any("fully validated" in each for each in said) else None
    return {"security": verdict, "said": [*failed, *said[:2]], "trace": done.stderr[-1500:] if failed else ""}


def main():
    signer, server = (None if each == "-" else each for each in sys.argv[1:3])
    folder = Path(sys.argv[3])
    began = time.perf_counter()
    levels, pointers, signers = signed_hierarchy(folder / "signing", signer)
    took = {"signing": time.perf_counter() - began}
    anchor = f". IN DS {pointers[0]}"
    (folder / "root.key").write_text(f"{anchor}\n")
    tag, algorithm, kind, *digest = pointers[0].split()
    (folder / "anchors.conf").write_text(
        f'trust-anchors {{ . static-ds {tag} {algorithm} {kind} "{"".join(digest)}"; }};\n'
    )
    up([*levels, RESOLVER, TRUSTING])
    servers = {}
    with ExitStack() as stack:
        for name, some in served_by(server, levels).items():
            (folder / name).mkdir()
            servers |= {zone: name for zones in some.values() for zone in zones}
            stack.enter_context(serving(name, folder / name, some))
        for name, address, more in (("plain", RESOLVER, ""), ("trusting", TRUSTING, VALIDATING)):
            (folder / name).mkdir()
            stack.enter_context(resolving(folder / name, address, hint=HINT, more=more.format(folder=folder)))
        questions = [each[:2] for each in LESSONS.values()]
        took["starting"] = time.perf_counter() - began
        walks = [walked(*each, anchor) for each in questions]
        took["walking"] = time.perf_counter() - began
        answers = [asked(*each) for each in questions]
        took["asking"] = time.perf_counter() - began
        with ThreadPoolExecutor(4) as pool:
            delv = list(pool.map(lambda each: told(*each, folder), questions))
        took["delv"] = time.perf_counter() - began
    json.dump(
        {"walks": walks, "answers": answers, "delv": delv, "servers": servers, "signers": signers, "took": took},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
