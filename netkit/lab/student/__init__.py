"""A student's lab: its folder, the log of what they did, their answers and how it stands."""
