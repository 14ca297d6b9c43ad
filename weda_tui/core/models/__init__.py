"""The data models of a deployment, and the calls for them."""
