"""Grades in the forms that other systems read; one form a file."""
