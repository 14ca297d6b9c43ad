"""Saved requests in Chinese."""

from weda_tui.i18n.saved_strings import SavedCommandStrings, SavedStrings

SAVED_ZH = SavedStrings(
    command=SavedCommandStrings(
        schema="打印文件格式的 JSON Schema",
        schema_details="request 是一个保存的请求，folder 是 folder.toml，environment 是一个环境。"
        "交给编辑器，它就会补全键名、标出写错的地方。",
    ),
)
