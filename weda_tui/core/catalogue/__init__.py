"""The endpoints and modules of the catalogue, and the search for endpoints."""
