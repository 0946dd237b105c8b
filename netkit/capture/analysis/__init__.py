"""What happened to the segments of TCP: which were sent again and why, how long answers took, how much was under way, who had no room."""
