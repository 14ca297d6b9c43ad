"""Find and mask credentials and values that look like credentials."""
