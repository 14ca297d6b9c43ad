"""The user's approvals for agents on this machine, and the pending questions of agents."""
