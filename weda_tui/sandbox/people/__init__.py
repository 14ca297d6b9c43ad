"""Who there is in the sandbox: accounts, roles, permissions, sign-in."""
