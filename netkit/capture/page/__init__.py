"""A capture as one HTML page that loads nothing: the list of packets, the fields and bytes of each, the streams."""
