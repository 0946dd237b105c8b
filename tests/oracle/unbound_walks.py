"""What Unbound finds in the served made-up internet; run in a network namespace of its own, where port 53 and the root are free.

Arguments: the unbound program, and a folder to write to. Each lesson's outcome is a line of JSON on standard output.
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype

from netkit.dns.made_up import MadeUpInternet

SKIPPED = {"silent"}
"""Unbound gives a silent server minutes before it says SERVFAIL."""

PORT = 5399
SPECIAL = ("test.", "invalid.", "2.0.192.in-addr.arpa.", "100.51.198.in-addr.arpa.", "113.0.203.in-addr.arpa.")
SETTINGS = """server:
  interface: 127.0.0.1
  port: {port}
  username: ""
  chroot: ""
  pidfile: ""
  directory: "{folder}"
  root-hints: "{folder}/root.hints"
  do-not-query-localhost: no
  do-ip6: no
  num-threads: 1
  module-config: "validator iterator"
  val-override-date: "20260101000100"
  trust-anchor-file: "{folder}/root.key"
  ede: yes
  use-syslog: no
  logfile: "{folder}/unbound.log"
  rrset-roundrobin: no
"""


def main(unbound, folder):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    names = [*SPECIAL, "8.b.d.0.1.0.0.2.ip6.arpa."]
    settings = SETTINGS.format(port=PORT, folder=folder) + "".join(
        f'  local-zone: "{each}" nodefault\n' for each in names
    )
    (folder / "unbound.conf").write_text(settings, "utf-8")
    serving = [
        sys.executable,
        "-m",
        "netkit",
        "dns",
        "serve",
        "--port",
        "53",
        "--hints",
        folder / "root.hints",
        "--anchors",
        folder / "root.key",
        "--for",
        "90",
    ]
    with subprocess.Popen(serving, stderr=subprocess.PIPE) as server:
        server.stderr.readline()  # it says so when it answers
        with subprocess.Popen([unbound, "-d", "-c", folder / "unbound.conf"]) as resolver:
            try:
                wait_for_it()
                lessons = [each for each in MadeUpInternet().lessons if each.slug not in SKIPPED]
                with ThreadPoolExecutor(4) as pool:
                    for line in pool.map(asked, lessons):
                        sys.stdout.write(line + "\n")
            finally:
                resolver.terminate()
                server.terminate()


def wait_for_it():
    for _ in range(50):
        try:
            dns.query.udp(dns.message.make_query("localhost", "A"), "127.0.0.1", timeout=0.5, port=PORT)
        except (OSError, dns.exception.DNSException):
            time.sleep(0.1)
        else:
            return


def asked(lesson):
    name = dns.name.from_text(lesson.name, idna_codec=dns.name.IDNA_2008_Practical)
    query = dns.message.make_query(name, lesson.type, want_dnssec=True, payload=1232)
    found = {"lesson": lesson.slug, "rcode": "timeout", "answer": [], "ad": False, "errors": []}
    try:
        response, _ = dns.query.udp_with_fallback(query, "127.0.0.1", timeout=30, port=PORT)
    except dns.exception.Timeout:
        return json.dumps(found)
    found["rcode"] = dns.rcode.to_text(response.rcode())
    found["ad"] = bool(response.flags & dns.flags.AD)
    found["errors"] = [int(each.code) for each in response.options if isinstance(each, dns.edns.EDEOption)]
    found["answer"] = [
        f"{rrset.name} {rrset.rdtype.name} {rdata}".split(" ", 2)
        for rrset in response.answer
        if rrset.rdtype != dns.rdatatype.RRSIG
        for rdata in rrset
    ]
    return json.dumps(found)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
