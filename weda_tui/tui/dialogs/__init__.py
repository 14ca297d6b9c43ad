"""Floats, each a ModalScreen that is dismissed with its answer."""
