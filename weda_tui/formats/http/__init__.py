"""HTTP messages as text: headers, forms, .http files."""
