"""Values of an answer that another call accepts."""
