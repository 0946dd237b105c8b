"""Connections followed many segments at once, as far as nothing happens in them that needs a closer look.

`following.py` goes through a batch in rounds: `quiet.py` finds stretches in which nothing unusual happens, `runs.py` goes through them as
arrays, with `repeats.py`, `sent.py` and `waits.py`, and `leaving.py` brings the connections to their end; all else goes through
`netkit.capture.analysis.connection`, segment by segment.
"""
