"""The doctor on the screen: the diagnosis of a failure, its steps, the error book."""
