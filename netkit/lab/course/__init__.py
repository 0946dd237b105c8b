"""Courses: which labs, when, under which rules, for whom."""
