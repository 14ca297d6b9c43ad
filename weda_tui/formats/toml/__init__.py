"""The TOML files of a workspace, read and written with their comments."""
