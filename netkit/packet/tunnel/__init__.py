"""What carries packets inside packets."""
