"""What changing the packets of a capture needs: numbers by a key, and checksums that stay as right as they were."""
