"""What a user does about a failure."""
