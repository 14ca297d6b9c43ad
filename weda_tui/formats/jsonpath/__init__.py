"""JSONPath (RFC 9535): parsing, searching, and use as a condition."""
