"""The parts of the pane of an answer: plain objects, and the values that they show."""
