"""Text: control characters, names of files, patterns, pinyin, templates."""
