"""netkit's walker for the scenario player: the player's `exchange` is the network."""

import dns.exception

from netkit.dns import Cache, Walker


class Resolver:
    """One for a scenario; its cache lives as long."""

    def __init__(self):
        self.cache = Cache()
        self.last = None

    def resolve(self, qname, qtype, exchange, root_hints, trust_anchors, now, **options):
        walker = self.last = Walker(
            (qname, qtype),
            hints=root_hints,
            trust_anchors=trust_anchors,
            now=now,
            seed=1,
            cache=self.cache,
            stubs=options["stubs"],
            insecure=options["insecure"],
            qmin=options["qmin"] is not False,
            qmin_type=options["qmin_type"],
            ipv4=options["ipv4"],
            ipv6=options["ipv6"],
            cd=options["cd"],
            algorithms=options["algorithms"],
            allow_loopback=options["localhost_ok"],
        )
        while not walker.done:
            query = walker.next_query()
            assert query is not None, "the walk waits for nothing"
            try:
                message = exchange(query.message, query.server, query.tcp)
            except dns.exception.Timeout:
                walker.failed(query, "timeout", now=now)
            except dns.exception.FormError:
                walker.failed(query, "malformed", now=now)
            else:
                walker.receive(message, query=query, now=now)
        return walker.result.to_message(do=options["do"], ad=options["ad"], cd=options["cd"], rd=options["rd"])
