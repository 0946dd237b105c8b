"""What happened to the segments of TCP: which were sent again and why, how long answers took, how much was under way, who had no room.

`connection.py` has the rules and follows a connection segment by segment; `analysis.py` does so for all. `at_once.py` follows those of a
batch of packets: stretches in which nothing unusual happens as arrays (`quiet.py` finds them, `runs.py` goes through them, with
`repeats.py`, `sent.py` and `waits.py`, and `leaving.py` brings the connections to their end), all else by `connection.py`.
"""
