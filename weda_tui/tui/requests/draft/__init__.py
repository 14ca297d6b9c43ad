"""The selected draft: its values, how the WITH pane draws it, and the commands on it."""
