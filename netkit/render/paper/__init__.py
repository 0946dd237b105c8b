"""Worksheets as pages to be printed."""
