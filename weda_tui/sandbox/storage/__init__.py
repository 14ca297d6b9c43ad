"""Cloud storage: object names, signed URLs, transfers."""
