"""Access tokens: fetched, kept, renewed."""
