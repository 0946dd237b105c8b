"""Messages that have forms of their own in a build line: the records of DNS, lines of text."""
