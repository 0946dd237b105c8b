"""The sending half: what is under way, when it is given up for lost, and how much may go out."""
