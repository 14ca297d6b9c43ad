"""The guard's question before a call is sent: what it calls, what it changes, what it carries."""
