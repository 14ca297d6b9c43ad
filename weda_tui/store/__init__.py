"""Access to the disk and the keyring. Every write is: temp file, fsync, rename."""
