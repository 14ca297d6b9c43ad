"""Every sentence once, its languages side by side: one module a feature, named by its word."""
