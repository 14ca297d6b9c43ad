"""Values of a response, used in other calls, as variables and in assertions."""
