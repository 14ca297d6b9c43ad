"""What the controllers of the main screen are given: its services and the state they share."""
