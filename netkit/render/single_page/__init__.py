"""A document as one page for a browser: a slide for a room, or a sheet to read."""
