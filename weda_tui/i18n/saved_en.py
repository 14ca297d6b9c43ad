"""Saved requests in English."""

from weda_tui.i18n.saved_strings import SavedCommandStrings, SavedStrings

SAVED_EN = SavedStrings(
    command=SavedCommandStrings(
        schema="print the JSON Schema of a file format",
        schema_details="request is a saved request, folder a folder.toml, environment an "
        "environment. Given one, an editor completes the keys and marks what is wrong.",
    ),
)
