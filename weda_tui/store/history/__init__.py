"""What was sent: entries, recording, support bundles."""
