"""Parts of a pane that have a state of their own."""
