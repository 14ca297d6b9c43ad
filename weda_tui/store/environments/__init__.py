"""The environments of a workspace: their files, approved routes and trash."""
