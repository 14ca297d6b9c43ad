"""The front end for coding agents: the Model Context Protocol on stdin and stdout.

tools ── ToolCall ──► session ──► Document ── masked, selected, cut ──► the agent

What an agent may send is decided by ``session.agents``, never here.
"""
