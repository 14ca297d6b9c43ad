"""Characters, colours and wrapped lines that widgets paint."""
