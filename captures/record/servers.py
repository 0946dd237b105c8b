"""The real servers of a scene: NSD is authoritative for the zones, Unbound resolves by asking NSD, nginx has a page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from .pages import html_page
from .plan import Layout, Plan
from .processes import Background, run, wait_until
from .zones import ResourceRecord, master_files

_NSD = """\
server:
  ip-address: {address}
  username: ""
  server-count: 1
  zonesdir: "{folder}"
  database: ""
  pidfile: ""
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
  zonelistfile: "{folder}/zone.list"
  rrl-ratelimit: 0
remote-control:
  control-enable: no
"""

_UNBOUND = """\
server:
  interface: {address}
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  num-threads: 1
  module-config: "iterator"
remote-control:
  control-enable: no
"""

_NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ }}
http {{
  types {{ text/html html; }}
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {listen};
    root {folder}/www;
  }}
}}
"""

# The page's Last-Modified; it only has to be the same every time.
_PAGE_TIME = 1767225600


def start_name_servers(plan: Plan, records: Iterable[ResourceRecord], folder: Path, servers: ExitStack) -> None:
    """Start the authoritative server and the resolver, and return once the resolver answers from the zones."""
    folder.mkdir()
    authority, resolver = plan.address("authority"), plan.address("resolver")
    files = master_files(records, authority, plan.place.version)
    nsd = _NSD.format(address=authority, folder=folder)
    unbound = _UNBOUND.format(address=resolver, folder=folder)
    for zone, text in files.items():
        (folder / f"{zone}.zone").write_text(text, encoding="ascii")
        nsd += f'zone:\n  name: "{zone}"\n  zonefile: "{zone}.zone"\n'
        # Unbound answers for test. and for the documentation networks' reverse zones by itself unless told otherwise.
        unbound = unbound.replace("remote-control:", f'  local-zone: "{zone}." nodefault\nremote-control:')
        unbound += f'stub-zone:\n  name: "{zone}."\n  stub-addr: {authority}\n'
    unbound = unbound.replace("remote-control:", '  local-zone: "test." nodefault\nremote-control:')
    (folder / "nsd.conf").write_text(nsd, encoding="ascii")
    (folder / "unbound.conf").write_text(unbound, encoding="ascii")
    commands = {
        "authority": ["nsd", "-d", "-c", str(folder / "nsd.conf")],
        "resolver": ["unbound", "-d", "-p", "-c", str(folder / "unbound.conf")],
    }
    started = [Background(command, namespace=node, log=folder / f"{node}.log") for node, command in commands.items()]
    for server in started:
        servers.callback(server.stop)

    def answers(zone: str) -> str | None:
        for server in started:
            server.check_alive()
        ask = ["dig", "-r", "+short", "+tries=1", "+time=1", f"@{resolver}", zone, "SOA"]
        return run(ask, namespace="resolver", expect=(0, 9)).strip() or None

    for zone in files:
        wait_until(partial(answers, zone), f"an answer about {zone} from the resolver")


def start_web_server(plan: Layout, port: int, path: str, size: int, folder: Path, servers: ExitStack) -> None:
    """Start nginx with one page of exactly this size, and return once it serves the page."""
    address = plan.address("web")
    host = f"[{address}]" if ":" in address else address
    page = folder / "www" / (path.lstrip("/") or "index.html")
    page.parent.mkdir(parents=True)
    page.write_bytes(html_page(page.stem, size))
    os.utime(page, (_PAGE_TIME, _PAGE_TIME))
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, listen=f"{host}:{port}"), encoding="ascii")
    command = ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    nginx = Background(command, namespace="web", log=folder / "nginx.log")
    servers.callback(nginx.stop)

    def serves() -> str | None:
        nginx.check_alive()
        ask = ["curl", "-q", "-sS", "-o", "/dev/null", "-w", "%{http_code}", f"http://{host}:{port}{path}"]
        return "served" if run(ask, namespace="web", expect=(0, 7)).strip() == "200" else None

    wait_until(serves, f"nginx on {host}:{port}")
