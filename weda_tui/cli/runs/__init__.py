"""``run``: saved requests sent one after another, with assertions, captures and reports."""
