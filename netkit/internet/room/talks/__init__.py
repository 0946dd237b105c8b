"""The servers of a room, each as what it says in one connection."""
