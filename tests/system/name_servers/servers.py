"""Real name servers as processes of this one: NSD and Knot one a level, BIND one with a view for each level, and Unbound as the resolver.

They run in the foreground, with all that they write in a folder of their own, and end with the `with` block.
"""

import contextlib
import shutil
import socket
import subprocess
import time
from pathlib import Path

import dns.exception
import dns.message
import dns.query

from tests.system.name_servers.zones import HINT, LEVELS, OTHER_PORT, PORT, RESOLVER, SILENT

PROGRAMS = {"nsd": "nsd", "knot": "knotd", "bind": "named"}
PACKAGES = {"nsd": "nsd", "knotd": "knot", "named": "bind9", "unbound": "unbound", "dig": "bind9-dnsutils"}
"""Debian's packages of the programs."""

PATIENCE = 20.0
"""Seconds until a server that says nothing is taken for broken; the first answer usually comes within a tenth of one."""


def program(name):
    """Where a program is, or None; servers are in folders that an ordinary user's PATH leaves out."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")


@contextlib.contextmanager
def serving(kind, folder, levels=LEVELS):
    """The servers of `levels` (zones by address), all of one kind: `nsd`, `knot` or `bind`."""
    with contextlib.ExitStack() as stack:
        for command in {"nsd": _nsd, "knot": _knot, "bind": _bind}[kind](Path(folder), levels):
            stack.enter_context(running(command, Path(folder)))
        for address, zones in levels.items():
            _wait(address, next(iter(zones)), folder)
        yield


@contextlib.contextmanager
def resolving(folder, address=RESOLVER, port=PORT, hint=HINT, *, more=""):
    """Unbound at `address`, which knows the root's server alone; its answers stand in a cache that begins empty."""
    folder = Path(folder)
    (folder / "root.hints").write_text(f". 3600000 NS {hint[0]}.\n{hint[0]}. 3600000 A {hint[1]}\n")
    config = folder / f"unbound-{address}-{port}.conf"
    config.write_text(f"""
server:
    interface: {address}
    port: {port}
    access-control: 127.0.0.0/8 allow
    username: ""
    chroot: ""
    pidfile: ""
    directory: "{folder}"
    use-syslog: no
    do-daemonize: no
    do-ip6: no
    num-threads: 1
    module-config: "iterator"
    root-hints: "{folder}/root.hints"
    do-not-query-localhost: no
    local-zone: "test." nodefault
    unknown-server-time-limit: 200
    infra-cache-max-rtt: 400
    {more}
remote-control:
    control-enable: no
""")
    with running([program("unbound"), "-d", "-c", config], folder):
        _wait(address, "localhost.", folder, port)
        yield


@contextlib.contextmanager
def silence(address=SILENT, port=PORT):
    """A server that takes every question over UDP, and never says anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((address, port))
        yield


@contextlib.contextmanager
def running(command, folder):
    with (folder / "servers.log").open("ab") as log:
        process = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, cwd=folder)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address, name, folder, port=PORT):
    """Wait until a server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            dns.query.udp(dns.message.make_query(name, "SOA"), address, port=port, timeout=0.1)
        except (OSError, dns.exception.Timeout):
            time.sleep(0.005)
        else:
            return
    raise RuntimeError(
        f"no server at {address}:\n" + (Path(folder) / "servers.log").read_text(errors="replace")[-3000:]
    )


def _files(folder, levels):
    """The zone files, as (address, zone, path)."""
    for address, zones in levels.items():
        for zone, text in zones.items():
            path = folder / f"{zone.rstrip('.') or 'root'}.zone"
            whole = f"$ORIGIN {zone}{text}"
            if not path.exists() or path.read_text() != whole:  # a server that was started before may be reading it
                path.write_text(whole)
            yield address, zone, path


def _nsd(folder, levels):
    for address in levels:
        config = folder / f"nsd-{address}.conf"
        zones = "".join(
            f'zone:\n    name: "{zone}"\n    zonefile: "{path}"\n'
            for at, zone, path in _files(folder, levels)
            if at == address
        )
        config.write_text(f"""
server:
    ip-address: {address}@{PORT}
    ip-address: {address}@{OTHER_PORT}
    server-count: 1
    username: ""
    database: ""
    zonesdir: "{folder}"
    pidfile: "{folder}/nsd-{address}.pid"
    xfrdfile: "{folder}/nsd-{address}.xfrd"
    zonelistfile: "{folder}/nsd-{address}.list"
    rrl-size: 1000
    rrl-ratelimit: 0
remote-control:
    control-enable: no
{zones}""")
        yield [program("nsd"), "-d", "-c", config]


def _knot(folder, levels):
    for address in levels:
        own = folder / f"knot-{address}"
        own.mkdir()
        zones = "".join(
            f'  - domain: "{zone}"\n    file: "{path}"\n    journal-content: none\n'
            for at, zone, path in _files(folder, levels)
            if at == address
        )
        (own / "knot.conf").write_text(f"""
server:
    rundir: "{own}"
    listen: ["{address}@{PORT}", "{address}@{OTHER_PORT}"]
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "{own}"
log:
  - target: stderr
    any: warning
zone:
{zones}""")
        yield [program("knotd"), "-c", own / "knot.conf"]


def _bind(folder, levels):
    views = dict.fromkeys(levels, "")
    for address, zone, path in _files(folder, levels):
        views[address] += f'    zone "{zone}" {{ type primary; file "{path}"; check-integrity no; }};\n'
    addresses = " ".join(f"{address};" for address in levels)
    config = folder / "named.conf"
    config.write_text(
        f"""
options {{
    directory "{folder}";
    listen-on port {PORT} {{ {addresses} }};
    listen-on port {OTHER_PORT} {{ {addresses} }};
    listen-on-v6 {{ none; }};
    pid-file none;
    session-keyfile none;
    recursion no;
    dnssec-validation no;
    empty-zones-enable no;
    notify no;
}};
controls {{ }};
"""
        + "".join(
            f'view "{address}" {{\n    match-destinations {{ {address}; }};\n{zones}}};\n'
            for address, zones in views.items()
        )
    )
    return [[program("named"), "-g", "-n", "1", "-c", config]]
