"""How things of WeDa look: pure functions from values to runs, for panes and dialogs."""
