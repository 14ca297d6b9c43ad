"""The history on the main screen: entries opened, sent again, deleted and bundled."""
