"""A host that is netkit itself: IP packets go in and come out, a TCP endpoint answers, and a made-up path lies before it."""
