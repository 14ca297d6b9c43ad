"""Paths of files on this machine, asked for."""
