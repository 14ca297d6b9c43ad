"""What a user can do: the command table and its views."""
