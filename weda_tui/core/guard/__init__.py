"""Whether a call may be sent: what it really calls, what it changes, and who is asked."""
