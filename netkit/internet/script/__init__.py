"""Scripts that inject segments and expect others, in packetdrill's language, run on an endpoint in virtual time."""
