"""Judge responses: verdicts, response envelopes, error layers, pasted responses, timing."""
