"""Text: control characters, file names, patterns, pinyin, templates."""
