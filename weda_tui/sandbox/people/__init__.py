"""The people of the sandbox: accounts, roles, permissions, sign-in."""
