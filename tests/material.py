"""Paths of material that a machine may have beside the project; tests skip if it is missing."""

from pathlib import Path

MATERIAL = Path(__file__).parents[2] / "shared"
CORPORA = MATERIAL / "corpora"
"""Example files that other programs wrote."""
