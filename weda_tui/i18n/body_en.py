"""The body of an answer in English."""

from weda_tui.i18n.body_strings import BodyStrings, NoteStrings, ViewStrings

BODY_EN = BodyStrings(
    items="{count:item|items}",
    members="{count:field|fields}",
    in_ranges="{count} items, folded {size} at a time",
    indexing="~ indexing {percent} %",
    place="line {line} · {percent} %",
    image="{type} image, {width} × {height}, {size}. Its bytes are below, s saves them",
    image_only="{type} image, {size}. Its bytes are below, s saves them",
    binary="not text, {size}. Its bytes are below, s saves them, e reads them as text",
    empty="the body is empty",
    incomplete="only {size} came, it is not complete",
    raw="as received",
    hex="bytes",
    kinds={
        "json": "JSON",
        "ndjson": "JSON lines",
        "html": "HTML",
        "xml": "XML",
        "text": "text",
        "image": "image",
        "binary": "binary",
    },
    option_case="case",
    option_regex="regex",
    option_keys="keys only",
    option_values="values only",
    searching="~ searching {percent} %",
    found_in="in {elapsed}",
    at_least="{count} or more",
    bad_pattern="the pattern is wrong at character {at}",
    slow_pattern="this pattern has too much to try and was given up: write it another way",
    go_to_line="line number, or 50%",
    no_such_line="the last line is {count}",
    fold_title="Fold",
    fold_depth="Fold to depth {depth}",
    fold_all="Fold all",
    unfold_all="Unfold all",
    fold_siblings="Fold siblings",
    unfold_siblings="Unfold siblings",
    not_indexed="not indexed to its end yet: fold it in a moment",
    nothing_beside="nothing further beside this",
    charset_title="Read in another character set",
    charset_own="By itself (now {charset})",
    form_title="Show as",
    form_laid_out="Laid out",
    form_raw="Text as received",
    form_hex="Bytes (hexadecimal)",
    path="path",
    save_title="Save the body to a file",
    save_hint="the bytes as received, every one",
    save_take="save",
    save_over="overwrite",
    save_exists="That file is there already ({size}). Ctrl+Y overwrites it, or change the name",
    save_folder="That is a folder: add a file name",
    save_no_folder="There is no such folder",
    saved="Saved {size} to {file}",
)

VIEW_EN = ViewStrings(
    summary="look into any JSON, text or binary file: fold, search, go to a line",
    details=(
        "FILE - reads standard input. Into a pipe or a file it prints the formatted text: every "
        "digit, escape and repeated key as it was; what is not JSON goes out as it is, and stderr "
        "says where it stops being JSON."
    ),
    file="FILE",
    no_file="Standard input is taken: name a file, or send the output to a pipe.",
    not_json="Not JSON from line {line}, column {column} on: printed as it is.",
)

NOTES_EN = NoteStrings(
    unlisted="not documented",
    unlisted_in_model="not in the model",
    lacks="lacks {names}",
    between=", ",
    decoded="escapes decoded",
    decode_hint="Escapes are decoded on screen; copies and files stay as received",
    no_escapes="There are no escapes in this body",
    lacking_title="Fields that {name} lacks",
    lacking_whole="the whole answer",
    always="documented as always there",
    other="documented, not said to be always there",
    other_in_model="in the model, perhaps not selected",
    nothing_lacks="Every documented field is here",
)
