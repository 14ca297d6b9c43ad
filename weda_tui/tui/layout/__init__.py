"""The base classes of screens, tabs and dialogs, and the headings of panes."""
