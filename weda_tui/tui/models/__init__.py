"""The data models of a deployment, and the calls that are made from them."""
