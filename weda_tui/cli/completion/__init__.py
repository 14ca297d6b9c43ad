"""Shell completion: the scripts for the shells, and the names that they offer."""
