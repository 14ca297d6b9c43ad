"""The history of sends: entries, recording, support bundles."""
