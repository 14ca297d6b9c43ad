"""Values of an answer taken to other calls, to variables and to assertions."""
