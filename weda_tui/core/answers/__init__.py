"""What came back and what it means: response, verdict, envelope, success rules."""
