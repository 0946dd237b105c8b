"""Records every capture that ships with netkit anew: real kernels, real servers, real tools, in namespaces of its own.

Run it as root from the root of the checkout: ``python -m captures.record``. It needs the standard library alone.
"""
