"""Find the causes of a failed call, and what the user can do about each."""
