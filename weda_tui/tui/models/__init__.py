"""Data models of a deployment and the calls made from them."""
