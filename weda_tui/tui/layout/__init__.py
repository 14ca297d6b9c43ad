"""What every screen inherits, and the headings of its panes."""
