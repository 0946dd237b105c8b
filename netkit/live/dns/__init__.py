"""DNS over this machine's network: one transport a file, and what lets a walk go over them."""
