"""First packets: the catalogue's formulas over the bytes at their fixed places, against the facts of the recording."""

from tests.solutions.key import TaskKey, ipv4, is_ipv4, mac, question_name, swapped, u16

UDP, TCP = 17, 6


def flags(frame):
    return frame[47] & 0x3F if is_ipv4(frame, TCP) else 0


def payload(frame):
    return u16(frame, 16) - 20 - (frame[46] >> 4) * 4 if is_ipv4(frame, TCP) else 0


def hops(frame):
    return next(start for start in (64, 128, 255) if start >= frame[22]) - frame[22]


def key(recording, questions):
    recorded, frames = recording.facts, recording.frames
    assert recording.origin.startswith("page-load-")
    q = recording.number(lambda f: is_ipv4(f, UDP) and u16(f, 36) == 53)
    r = recording.number(lambda f: is_ipv4(f, UDP) and u16(f, 34) == 53 and f[42:44] == recording.frame(q)[42:44])
    syn = recording.number(lambda f: flags(f) & 0x12 == 0x02)
    facts = _facts(recording, q, r, syn)
    web, client = facts["web_server"], facts["client_ipv4"]
    synack = recording.number(lambda f: flags(f) & 0x12 == 0x12)
    after = [n for n in range(synack + 1, len(frames) + 1) if is_ipv4(frames[n - 1], TCP)]
    ack = next(n for n in after if ipv4(frames[n - 1], 26) == client)
    request = next(n for n in after if ipv4(frames[n - 1], 26) == client and payload(frames[n - 1]) > 0)
    d1, d2 = [n for n in after if ipv4(frames[n - 1], 26) == web and payload(frames[n - 1]) > 0][:2]
    _hold(recording, facts, q, syn, request, d1)
    _is_anew(recording, facts, recorded)
    q_, syn_, d1_, d2_ = (recording.frame(number) for number in (q, syn, d1, d2))
    assert f"packet {d1} " in questions["5"].lower()
    assert f"packet {d2}" in questions["6"]
    return {
        "1": _client(facts),
        "2": TaskKey(
            kind="choice",
            right="router",
            forms=("the router", "Router", "ROUTER.", "rou", "a router"),
            wrong={
                "mac-travels-end-to-end": ("web server", "the web server", "web"),
                "resolver-forwards": ("resolver", "the Resolver."),
                "source-for-destination": ("client",),
            },
        ),
        "3": _name(facts),
        "4": _port(u16(syn_, 34), u16(q_, 34), recorded["port"]),
        "5": _routers(recorded["routers"], d1_[22]),
        "6": _bytes_in(d2_, payload(d1_), payload(recording.frame(request))),
        "7": _opening(q, r, syn, synack, ack, request),
    }


def _facts(recording, q, r, syn):
    """What the student's own bytes say, at their fixed places."""
    q_, r_, syn_ = (recording.frame(number) for number in (q, r, syn))
    name = question_name(q_).lower()
    return {
        "client_ipv4": ipv4(syn_, 26),
        "client_mac": mac(syn_, 6),
        "router_mac": mac(syn_, 0),
        "resolver": ipv4(q_, 30),
        "web_server": ipv4(syn_, 30),
        "name": name,
        "aliases": aliases(r_),
        "path": recording.facts["path"],
        "url": f"http://{name}{recording.facts['path']}",
    }


def aliases(frame):
    """The names that a DNS answer over UDP gives for the one that was asked for."""
    message = frame[42:]
    at = 12
    while message[at]:
        at += 1 + message[at]
    at += 5
    found = []
    for _ in range(u16(message, 6)):
        at = _name_at(message, at)[1]
        kind, size = u16(message, at), u16(message, at + 8)
        if kind == 5:
            found.append(_name_at(message, at + 10)[0])
        at += 10 + size
    return found


def _name_at(message, at):
    """A name in a DNS message, pointers followed, and the byte behind it."""
    labels, behind = [], 0
    while message[at]:
        if message[at] >= 0xC0:
            behind = behind or at + 2
            at = u16(message, at) & 0x3FFF
        else:
            labels.append(message[at + 1 : at + 1 + message[at]].decode().lower())
            at += 1 + message[at]
    return ".".join(labels), behind or at + 1


def _hold(recording, facts, q, syn, request, d1):
    """The bytes agree with one another, and with what was known when they were recorded and still holds."""
    recorded, q_, syn_, d1_ = recording.facts, recording.frame(q), recording.frame(syn), recording.frame(d1)
    assert ipv4(q_, 26) == facts["client_ipv4"]
    assert (mac(q_, 0), mac(q_, 6)) == (facts["router_mac"], facts["client_mac"])
    assert u16(syn_, 36) == recorded["port"]
    assert recorded["server_ttl"] - d1_[22] == recorded["routers"]
    assert hops(d1_) == recorded["routers"]
    asked = recording.frame(request)
    lines = asked[34 + (asked[46] >> 4) * 4 :].decode().split("\r\n")
    host = facts["name"] if recorded["port"] == 80 else f"{facts['name']}:{recorded['port']}"
    assert lines[0] == f"GET {recorded['path']} HTTP/1.1"
    assert f"Host: {host}" in lines
    assert len(facts["aliases"]) == len(recorded["aliases"])


def _is_anew(recording, facts, recorded):
    """Nothing of who was there when it was recorded is left, in bytes or in texts."""
    everything = b"".join(recording.files.values())
    for key in ("client_ipv4", "web_server", "resolver", "router"):
        assert bytes(map(int, recorded[key].split("."))) not in everything, key
        assert recorded[key].encode() not in everything, key
    for key in ("client_mac", "router_mac"):
        assert bytes.fromhex(recorded[key].replace(":", "")) not in everything, key
    for name in (recorded["name"], *recorded["aliases"]):
        assert name.encode() not in everything, name
        assert b"".join(bytes((len(label),)) + label.encode() for label in name.split(".")) not in everything, name
    assert facts["name"].count(".") == recorded["name"].count(".")


def _client(facts):
    address = facts["client_ipv4"]
    return TaskKey(
        kind="ipv4",
        right=address,
        forms=(f" {address} ",),
        wrong={
            "server-for-client": (facts["web_server"],),
            "resolver-for-client": (facts["resolver"],),
            "mac-for-ip": (facts["client_mac"], facts["client_mac"].upper().replace(":", "-")),
        },
    )


def _name(facts):
    name = facts["name"]
    return TaskKey(
        kind="name",
        right=name,
        forms=(name.upper(), f"{name}.", f" {name.title()}. ", f'"{name}"'),
        wrong={
            "answer-for-question": (facts["web_server"], *facts["aliases"], *(f"{a.upper()}." for a in facts["aliases"])),
            "domain-for-name": (name.partition(".")[2],),
            "url-for-name": (facts["url"], f"http://{name}", f"https://{name}/", f"{name}{facts['path']}", f"{name}/"),
        },
    )  # fmt: skip


def _port(port, udp, well_known):
    return TaskKey(
        kind="number",
        right=str(port),
        forms=(f"{port:,}", f"0x{port:x}", f"0x{port:04X}", f" {port} "),
        wrong={
            "well-known-port": (str(well_known),),
            "one-port-for-all": (str(udp),),
            "port-of-other-direction": ("53",),
        },
        general={"byte-order": (str(swapped(port)),)},
    )


def _routers(right, ttl):
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right} routers", f"{right} hops", f"0x{right}", f"0{right}"),
        wrong={
            "ttl-is-hops": (str(ttl),),
            "ttl-starts-at-255": (str(255 - ttl),),
            "receiver-counts": (str(right + 1),),
        },
        general={"other-direction": ("0",)},
        shown=frozenset(map(str, (64, 128, 255, ttl))) | {"1"},
    )


def _bytes_in(frame, before, asked):
    total, tcp = u16(frame, 16), (frame[46] >> 4) * 4
    right = total - 20 - tcp
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right:,}", f"0x{right:x}", f"{right} bytes", f"{right} Bytes."),
        wrong={
            "counted-the-headers": (str(total),),
            "counted-the-frame": (str(total + 14),),
            "tcp-header-counted": (str(total - 20),),
            "header-always-20": (str(total - 40),),
            # the four bits as they stand, 5 for IPv4's 20 bytes
            "words-for-bytes": (str(total - 5 - tcp // 4), str(total - 20 - tcp // 4), str(total - 5 - tcp)),
        },
        general={
            "byte-order": (str(swapped(right)),),
            "other-direction": (str(asked),),
            "other-packet": (str(before),),
        },
        shown=frozenset(map(str, (total, 20, tcp, 14, 40))),
    )


def _opening(q, r, syn, synack, ack, request):
    together = syn + 2 == synack + 1 == ack
    return TaskKey(
        kind="packets",
        right=f"{syn} {synack} {ack}",
        forms=(
            f"{syn},{synack},{ack}",
            f"{syn}, {synack} and {ack}",
            f"{syn},{synack} and {ack}",
            f"packets {ack} {syn} {synack}",
            *((f"{syn}-{ack}", f"{syn}–{ack}") if together else ()),
        ),
        wrong={
            "two-way-handshake": (f"{syn} {synack}", f"{syn}-{synack}"),
            "request-is-third": (f"{syn} {synack} {request}",),
            "dns-opens-tcp": (f"{q} {r} {syn}", f"{q} {r} {syn} {synack} {ack}", str(r), f"{q}-{ack}"),
        },
    )
