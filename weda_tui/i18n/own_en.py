"""Imports and calls of one's own, in English."""

from weda_tui.i18n.own_strings import ImportingStrings, OwnStrings

IMPORTING_EN = ImportingStrings(
    title="Import",
    file="File",
    path="path of a file, or a pasted curl command",
    name="Name",
    name_hint="named after the file unless typed; one that is there is updated",
    other_name="another name",
    enter="see what changes, once more imports",
    about=(
        "OpenAPI, collections and environments of Postman, HAR, curl commands, HTTP messages; the "
        "content tells, and a text can be pasted. See what would change, then decide; what you "
        "wrote yourself stays."
    ),
    look="See what changes",
    apply="Import",
    reading="reading",
    writing="writing: {done} / {count}, nothing counts before the last",
    new_module="New module {name}",
    known_module="Module {name} is there already: update it",
    new="{count} new",
    changed="{count} changed",
    gone="{count} gone",
    same="{count} as before",
    kept="{count:of your own edits stays|of your own edits stay}",
    done="{name} is imported",
)
OWN_EN = OwnStrings(
    new_title="New endpoint in module {module}",
    edit_title="Edit {title}",
    define_title="Define {title} yourself",
    title="Title",
    method="Method",
    path="Path",
    action="Name",
    effect="Effect",
    auth="Token",
    parameters="Parameters",
    path_hint="from the slash after the host, parameters in braces: /crm/{envType}/orders/{id}",
    action_hint="what the command line calls it",
    parameters_hint=(
        "JSON Schema: of the body where the method has one, else of the query. Empty: as documented"
    ),
    pick="pick",
    missing="{field} is missing",
    bad_method="the method is one of {methods}",
    bad_path="a path begins with /, without blanks, ? or #",
    bad_action="a name has letters, digits and . _ - only",
    taken="the module has this name already",
    not_an_object="a JSON object belongs here",
    not_yet="Mend what has ✗, then it can be saved",
    unsaved="Not saved yet. Esc again drops it, Ctrl+S saves it",
    saved="{id} is saved",
    choose="Choose an endpoint first",
    bundled="Bundled endpoints are documented and stay as they are; n adds one of your own",
    from_document="It comes from an imported document; Del on its module removes all of it",
    remove_call="Remove what you wrote: {title}",
    remove_module="Remove module {name}, {count:endpoint|endpoints}",
    keep="Keep it",
    remove="Remove it",
    removed="removed",
)
