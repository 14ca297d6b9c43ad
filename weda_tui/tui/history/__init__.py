"""The history: its list, its screen, support bundles, and the deletion of entries."""
