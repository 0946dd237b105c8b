"""What Unbound finds in the served made-up internet; run in a network namespace of its own, where port 53 and the root are free.

Arguments: the unbound program, and a folder to write to. Each lesson's outcome is a line of JSON on standard output.
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode

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
  module-config: "iterator"
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
    query = dns.message.make_query(name, lesson.type, use_edns=0, payload=1232)
    try:
        response, _ = dns.query.udp_with_fallback(query, "127.0.0.1", timeout=30, port=PORT)
    except dns.exception.Timeout:
        return json.dumps({"lesson": lesson.slug, "rcode": "timeout", "answer": []})
    answer = [f"{rrset.name} {rrset.rdtype.name} {rdata}".split(" ", 2) for rrset in response.answer for rdata in rrset]
    return json.dumps({"lesson": lesson.slug, "rcode": dns.rcode.to_text(response.rcode()), "answer": answer})


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
