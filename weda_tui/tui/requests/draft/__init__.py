"""The selected draft: its values, how WITH draws it, what is done with it."""
