"""Files of other programs: imports and exports."""
