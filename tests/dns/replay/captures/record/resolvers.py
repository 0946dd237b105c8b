"""Resolvers on the near side, each with an empty cache."""

import contextlib
import time
from pathlib import Path

import dns.exception
import dns.message
import dns.query

from tests.dns.replay.captures.record.link import NEAR
from tests.dns.replay.captures.record.zones import ROOT_SERVER
from tests.system.name_servers.servers import program, running

NAME, ADDRESS, ADDRESS6 = ROOT_SERVER

UNBOUND = """
server:
    interface: {here}
    access-control: 0.0.0.0/0 allow
    access-control: ::/0 allow
    username: ""
    chroot: ""
    pidfile: ""
    directory: "{folder}"
    use-syslog: no
    do-daemonize: no
    num-threads: 1
    root-hints: "{folder}/root.hints"
    do-not-query-localhost: no
    local-zone: "test." nodefault
    unknown-server-time-limit: 200
    {more}
remote-control:
    control-enable: no
"""

NAMED = """
options {{
    directory "{folder}";
    listen-on {{ {here4} }};
    listen-on-v6 {{ {here6} }};
    pid-file none;
    session-keyfile none;
    recursion yes;
    allow-recursion {{ any; }};
    allow-query-cache {{ any; }};
    empty-zones-enable no;
    managed-keys-directory "{folder}";
    {more}
}};
controls {{ }};
zone "." {{ type hint; file "{folder}/root.hints"; }};
{behind}
"""

POWERDNS = """
local-address={here}
allow-from=0.0.0.0/0,::/0
hint-file={folder}/root.hints
config-dir={folder}
socket-dir={folder}
daemon=no
threads=1
distributor-threads=0
serve-rfc1918=no
dont-query=
security-poll-suffix=
root-nx-trust=no
{more}
"""

KNOT = """
net.listen('{here}', 53, {{ kind = 'dns' }})
modules.unload('ta_update')
modules.unload('ta_signal_query')
policy.special_names = {{}}
trust_anchors.remove('.')
modules.load('hints')
hints.root_file('{folder}/root.hints')
{more}
"""


@contextlib.contextmanager
def resolving(kind, folder, *, here=NEAR, more="", behind=""):
    """A resolver of this kind, which knows the root's server alone."""
    folder = Path(folder)
    hints = f". 3600000 NS {NAME}.\n{NAME}. 3600000 A {ADDRESS}\n{NAME}. 3600000 AAAA {ADDRESS6}\n"
    (folder / "root.hints").write_text(hints)
    text, file, words = {
        "unbound": (UNBOUND, "unbound.conf", (program("unbound"), "-d", "-c", "{file}")),
        "named": (NAMED, "resolver.conf", (program("named"), "-g", "-n", "1", "-c", "{file}")),
        "pdns_recursor": (POWERDNS, "recursor.conf", (program("pdns_recursor"), "--config-dir={folder}")),
        "kresd": (KNOT, "kresd.conf", (program("kresd"), "-n", "-c", "{file}", "{folder}")),
    }[kind]
    here4, here6 = (f"{here};", "none;") if ":" not in here else ("none;", f"{here};")
    config = folder / file
    config.write_text(text.format(here=here, here4=here4, here6=here6, folder=folder, more=more, behind=behind))
    with running([each.format(file=config, folder=folder) for each in words], folder):
        _wait(here, folder)
        yield


def _wait(here, folder):
    """Until it says something, to a question that makes it ask nobody."""
    end = time.monotonic() + 20
    question = dns.message.make_query("localhost.", "A", flags=0)
    while time.monotonic() < end:
        try:
            dns.query.udp(question, here, timeout=0.2)
        except (OSError, dns.exception.Timeout):
            time.sleep(0.02)
        else:
            return
    raise RuntimeError((folder / "servers.log").read_text(errors="replace")[-3000:])
