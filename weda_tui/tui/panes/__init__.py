"""The stages of a screen. A pane never imports a pane."""
