"""JSONPath (RFC 9535): parsed, searched, used as a condition."""
