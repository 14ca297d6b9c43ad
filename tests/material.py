"""The material that a machine may have beside the project; tests that use it skip without it."""

from pathlib import Path

MATERIAL = Path(__file__).parents[2] / "shared"
CORPORA = MATERIAL / "corpora"
"""Files of other programs."""
