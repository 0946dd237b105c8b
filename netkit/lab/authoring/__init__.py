"""For who writes a lab or translates one: a new lab, what a student will see of it, and its sentences."""
