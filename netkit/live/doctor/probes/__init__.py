"""One look at this machine a file; each gives findings, sends nothing, and changes nothing that stays."""
