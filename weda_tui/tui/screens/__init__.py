"""Whole screens: they place panes and hand state down to them."""
