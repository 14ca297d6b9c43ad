"""A body as a table in English."""

from weda_tui.i18n.table_strings import TableStrings

TABLE_EN = TableStrings(
    tree="tree",
    table="table",
    counted="table {count}",
    no_array="No array of objects here",
    not_indexed="Not indexed yet, try again in a moment",
    local_times="Times are local here, exported as received",
    meanings="{names}: meanings from the catalogue",
    joint="; ",
    comma=", ",
    rows="{count:row|rows}",
    many_rows="{count} rows",
    sorting="~ sorting {rows}   Esc cancels",
    filtering="~ filtering {rows}   Esc cancels",
    filter="text in any cell, or column:text",
    filtered="filter “{filter}”: {shown} of {count:row|rows}   Esc clears it",
    no_rows="No row has “{filter}”   Esc clears it",
    row="row",
    columns_title="Columns (of {count})",
    every_column="all / none",
    shift="reorder",
    export_title="Export the table",
    copy_csv="copy as CSV: {rows}",
    copy_markdown="copy as Markdown: {rows}",
    save_csv="save as CSV: {rows}",
    save_excel="save as CSV for Excel: {rows}",
    shown_rows="the {count:row|rows} shown",
    all_rows="{count:row|rows} in all, every column",
    export_remark=(
        "Values are those received, secrets masked. A cell that begins with = + - @ and is no "
        "number gets a ' in front, so that no spreadsheet runs it as a formula. Files are UTF-8 "
        "with a BOM. Excel keeps 15 digits of a number: the CSV for Excel writes whole numbers of "
        '16 and more as ="…", no digit lost; other programs have to take that off again.'
    ),
    save_title="Save the table as a file",
    save_hint="UTF-8 with a BOM, lines end in CR LF",
    exporting="~ exporting {percent} %   Esc cancels",
    csv="CSV",
    markdown="Markdown table",
    saved="Saved: {count:row|rows} → {file}",
    last_page="This is the last page",
    first_page="This is the first page",
    no_pages="This call has no page parameters, or their values are no numbers",
    no_answer_to_page="Pages need an answer of this call first",
    range_of="{first}–{last} of {total}",
)
