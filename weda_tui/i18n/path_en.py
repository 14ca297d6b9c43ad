"""Following a JSONPath, in English."""

from weda_tui.i18n.path_strings import PathStrings

PATH_EN = PathStrings(
    placeholder="JSONPath, such as $.data[*].id",
    syntax="[*] every item   [0:10] some   [?@.x > 3] a condition   ..x any depth",
    found="{count} found",
    found_none="nothing found",
    looking="~ {percent} % read · {count} found",
    fault="makes no sense from column {column} on",
    too_long="too long: {count} characters at most",
    gave_up="nested too deep for the condition",
    cost="reads all {size}: about {elapsed}, at most {memory} more memory. Enter starts",
    not_json="only JSON can be filtered by path",
    not_whole="still arriving: filter it when it is whole",
    only_found="only {path}: {count} found",
    only_one="only {path}",
    nested="the JSON inside a string",
    inside="JSON inside",
    nested_note="JSON inside, Enter opens it",
    nested_broken="the JSON inside this string is not whole",
    back="Esc back",
)
