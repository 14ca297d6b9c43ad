"""What a shell offers behind Tab, and the scripts that ask for it."""
