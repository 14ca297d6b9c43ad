"""Whether a call may leave: what it really calls, what it changes, who is asked."""
