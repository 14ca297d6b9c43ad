"""Dialogs that ask for paths of files on this machine."""
