"""Values as styled lines that several features show."""
