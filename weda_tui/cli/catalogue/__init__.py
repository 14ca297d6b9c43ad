"""Commands that list, search and show endpoints and modules."""
