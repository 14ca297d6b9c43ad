"""Services of a screen for its controllers, and the state that they share."""
