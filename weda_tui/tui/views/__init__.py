"""Views of values as styled lines, shared by several features."""
