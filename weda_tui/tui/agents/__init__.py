"""What agents ask a person, and what they did."""
