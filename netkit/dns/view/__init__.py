"""A walk as a person or a program sees it."""
