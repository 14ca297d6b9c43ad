"""Pilots wait for the work, not for the clock."""

from tests.tui.steady import _steady_pilots

__all__ = ["_steady_pilots"]
