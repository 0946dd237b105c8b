"""What happened to the segments of TCP: which were sent again and why, how long answers took, how much was under way, who had no room.

`connection.py` has the rules and follows a connection segment by segment; `analysis.py` does so for all. `at_once/` follows those of a
batch of packets many segments at once, as far as nothing unusual happens in them.
"""
