"""The receiving half: bytes put in order, acknowledgments, and the window that is offered."""
