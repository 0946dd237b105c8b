"""A script's text, token by token, becomes steps."""
