"""What headers, parts and fields are called."""
