"""Answers, and the rules that judge them."""
