"""The history of sent requests: its entries and their search."""
