"""Import of files, and export of saved requests for other programs."""
