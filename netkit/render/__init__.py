"""Draws view documents: arranged once, in `layout`, then given to a pipe, a terminal or a program."""
