"""The command line: one file per noun, each importing what it needs when it runs."""
