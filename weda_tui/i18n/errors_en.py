"""Failures in English."""

from weda_tui.i18n.error_strings import (
    AuthCodeStrings,
    ErrorDetailStrings,
    ErrorStrings,
    GatewayCodeStrings,
    TokenKindStrings,
    VerdictStrings,
    Words,
)

ERRORS = ErrorStrings(
    host_empty=Words(
        "The address is empty.", "Give the one a browser opens WeDa with: http://10.20.4.18:8080."
    ),
    host_no_scheme=Words("{text} has no scheme.", "Write http://… or https://…."),
    host_bad_scheme=Words("Unknown scheme {scheme}.", "Only http and https work."),
    host_bad_name=Words("{text} is no valid domain or address.", "Check the spelling."),
    host_bad_ip=Words("{text} is no valid IP address.", "Four numbers from 0 to 255."),
    host_bad_port=Words("The port of {text} is wrong.", "A port is a number from 1 to 65535."),
    host_has_credentials=Words(
        "The address holds a user name or password.",
        "Remove the @ and all before it; the key goes into SecretKey.",
    ),
    secret_ref_invalid=Words(
        "{text} is no place for a secret.",
        "Write keyring, file, prompt or env:NAME; the secret itself never stands here.",
    ),
    name_invalid=Words(
        "{text} cannot be a name.",
        "It becomes a file name: no / \\ : or control characters, no dot in front.",
    ),
    no_environment=Words(
        "No environment yet.", "F2 in the explorer makes one, so does weda-tui env add."
    ),
    chosen_environment_gone=Words(
        "The chosen environment {name} is not in this workspace.",
        "Say --env: {known}.",
        "F2 in the explorer chooses another one.",
    ),
    environment_unknown=Words(
        "No environment is called {name}.",
        "Is it {nearest}?",
        "weda-tui env list shows what there is.",
    ),
    not_in_trash=Words(
        "The trash holds no environment called {name}.",
        "Is it {nearest}?",
        "weda-tui env restore shows what was removed.",
    ),
    environment_not_chosen=Words(
        "There are several environments, and none was chosen.", "Say --env: {known}."
    ),
    env_type_unknown=Words(
        "This environment has no {env_type}.", "It has: {known}.", "Add it there (F2 F2)."
    ),
    endpoint_unknown=Words(
        "No endpoint or saved request is called {target}.",
        "Is it {nearest}?",
        "weda-tui catalogue search finds one by a few letters.",
    ),
    endpoint_title_only=Words(
        "Only the name of {target} is known: no page tells its method and path.",
        "Define it yourself once you know them: F3, then e.",
    ),
    variable_unknown=Words(
        "The variable {{{{{name}}}}} has no value.",
        "Is it {nearest}?",
        "Give it one among the environment's variables (F2 F2), or by --set on the command line.",
    ),
    variable_cycle=Words(
        "Variables lead back to themselves: {names}.",
        "Give one of them a plain value (F2 F2).",
    ),
    variable_too_large=Words(
        "The variable {{{{{name}}}}} grows too large, or is nested too deeply.",
        "A value may grow to 1 MB and nest 32 levels deep.",
    ),
    url_invalid=Words("{url} is no valid URL.", "It starts with http:// or https://, no blanks."),
    url_other_host=Words(
        "The URL goes to {host}, not to {expected} of this environment.",
        "A token never goes to another host: change the environment or the URL.",
    ),
    url_other_path=Words(
        "The path {path} is not below {expected} of this environment's address.",
        "A token never goes to another path, nor to one that dots or escapes lead to: change the "
        "environment or the URL.",
    ),
    header_invalid=Words(
        "The header {name} is not valid.",
        "Letters, digits and - in the name, no line break in the value.",
    ),
    host_header_other=Words(
        "The Host header {host} is not {expected}, the deployment's own: not sent.",
        "A Host header other than the deployment's would take the token to another virtual host: "
        "set the environment's address instead.",
    ),
    toml_syntax=Words(
        "{file} is not TOML at line {line}, column {column}.",
        "Correct that; the file was not touched.",
    ),
    toml_unknown_key=Words(
        "{file} line {line}: unknown key {key}.",
        "Is it {nearest}?",
        "Remove it, or rename it as documented.",
    ),
    toml_missing_key=Words("{file} lacks {key}.", "Add it to the file."),
    nothing_to_explain=Words(
        "There is no answer, error code or HTTP status in this text.",
        "Paste the body, the output of curl -i, or a log line with its code.",
    ),
    rule_invalid=Words(
        "The success rule {rule} stops making sense at character {column}.",
        "It takes a JSONPath condition, for example $.status == 'done'.",
    ),
    data_width=Words(
        "{file} line {line} has {found} columns, the header has {expected}.",
        "Add the commas that are missing, or quote a value that holds one.",
    ),
    data_csv=Words("{file} line {line} is not CSV.", "See whether its quotes come in pairs."),
    data_column_twice=Words(
        "{file} has two columns called {name}.", "Each column needs its own name: a variable's."
    ),
    data_not_objects=Words(
        "Item {number} of {file} is not a JSON object.",
        'It takes an array of objects, such as [{{"id": 1}}], or CSV with a header.',
    ),
    data_too_many=Words("{file} has more than {count} rows.", "Split it into several files."),
    data_empty=Words(
        "{file} has no row of data.",
        "The first line is the header; the requests run once for each line after it.",
    ),
    depends_cycle=Words(
        "Requests depend on each other in a circle: {names}.", "Take one of the depends out."
    ),
    depends_failed=Words(
        "Not sent: {path}, which it depends on, did not pass. {reason}",
        "Have {path} pass first: open it, or press R to run it.",
    ),
    run_empty=Words("There is no request in {path}.", "Give the path of a request or a folder."),
    toml_bad_value=Words("{file} line {line}: wrong value for {key}.", "It takes {expected}."),
    file_unreadable=Words("Cannot read {file}: {reason}.", "Check the path and its permissions."),
    body_file_outside=Words(
        "The body names the file {file}, which is no plain file inside the workspace: not sent.",
        "Copy it into the workspace and give its path from there, like uploads/report.pdf. Hidden "
        "files, and links that lead out, are never sent.",
    ),
    body_file_private=Words(
        "The body names the file {file}, which holds a private key, or is a certificate or key of "
        "an environment: not sent.",
        "Keys never leave in a body, whoever wrote it. Take the reference out; to send a "
        "certificate, name a copy without its key, with an ending as .crt.",
    ),
    body_file_too_big=Words(
        "The file {file} in the body is over {limit}.", "Send a smaller one; nothing was sent."
    ),
    body_file_boundary=Words(
        "The file {file} contains the boundary of the form: the server would cut it there.",
        "Choose another boundary, in Content-Type and in the body; nothing was sent.",
    ),
    link_outside=Words(
        "{file} in the workspace is a link that leads out of the workspace, to {target}: it is "
        "neither read nor written.",
        "A workspace may come from somebody else, so links out of it, and into hidden folders of "
        "it, are not followed. Remove the link, or put a plain file or folder in its place.",
    ),
    file_unwritable=Words(
        "Cannot write {file}: {reason}.", "The old file is intact; check disk and permissions."
    ),
    file_changed=Words("{file} was changed elsewhere.", "Reload it, or save under another name."),
    file_exists=Words("{file} is already there.", "Choose another name; case does not count."),
    no_key=Words(
        "{environment} lacks SecretId or SecretKey, which this call takes.",
        "Fill them in: F2 F2 opens the environment's form.",
    ),
    no_user=Words(
        "{environment} lacks user name or password, so there is no user token.",
        "Fill them in: F2 F2 opens the form; env add takes --username and --password.",
    ),
    openapi_invalid=Words(
        "{path} of {file} cannot be read: {reason}.", "Correct that and import it again."
    ),
    openapi_version=Words(
        "{file} is no OpenAPI 3 document: it says {version}.",
        "Use OpenAPI 3.0 or 3.1; convert Swagger 2.0 to 3.0 first.",
    ),
    openapi_webhooks=Words(
        "The webhooks of {file} are left out: {count}.",
        "The other side makes these calls; none can be sent from here.",
    ),
    openapi_server=Words(
        "{file} is served at {server}, which is no environment's address.",
        "Its calls go to the environment that is selected; add one for {server}, or select yours.",
    ),
    document_syntax=Words(
        "{file} cannot be read past line {line}, column {column}: {reason}.",
        "Correct that and import it again.",
    ),
    document_too_big=Words("{file} is over {limit}.", "Split it and import the parts."),
    postman_invalid=Words(
        "{file} is no Postman environment: {path} has another shape.",
        "Export the environment from Postman again.",
    ),
    postman_no_host=Words(
        "{file} holds no address, so it makes no new environment.",
        "Add a variable vars.host, or add its variables to an environment with --into.",
    ),
    import_format=Words(
        "{format} cannot be imported yet.",
        "What can be: OpenAPI 3.0 and 3.1, JSON or YAML; environments and globals of Postman.",
    ),
    import_unknown=Words(
        "Nothing says what {file} is.",
        "Postman collections and environments, OpenAPI 3, HAR, curl commands and HTTP messages "
        "can be imported; rows of data are for a run.",
    ),
    import_blank=Words(
        "{file} is empty.",
        "Nothing was imported. In a pipe, check that the command before it printed something.",
    ),
    import_empty=Words(
        "{file} looks like {format}, but there is no request in it.",
        "Nothing was imported. Check that it is the right file, whole.",
    ),
    export_empty=Words(
        "{target} has no request that can be exported as {format}: {names}.",
        "Nothing was written. Each of its requests needs method and url, or a known endpoint.",
    ),
    export_sends_secret=Words(
        "it would send {names} to {host}.",
        "A token or a key never goes to another host: change the URL, or take {names} out.",
    ),
    import_invalid=Words(
        "{file} looks like {format}, but {path} is not what stands there in one.",
        "Nothing was imported. Export it once more, as Postman v2.1 where there is a choice.",
    ),
    import_nested=Words(
        "{file} has folders more than {limit} levels deep.",
        "Nothing was imported. Paths of that length do not fit every file system.",
    ),
    import_quote_open=Words(
        "A quote in line {line} of {file} never ends.",
        "Nothing was imported. Copy the whole command.",
    ),
    model_name_invalid=Words(
        "“{text}” is no key of a data model.",
        "A key holds letters, digits and underscores and does not start with a digit.",
    ),
    models_unreadable=Words(
        "The answer holds no list of data models.", "A model can be added by its key all the same."
    ),
    module_taken=Words("{name} ships with the program.", "Choose another name (--into)."),
    module_unknown=Words("No module is called {name}.", "weda-tui catalogue list shows them all."),
    own_call_fixed=Words(
        "{file}: {action} is documented and stays as it is.",
        "Remove that part; for another form, add an endpoint of your own.",
    ),
    own_call_lost=Words(
        "{file}: {action} is only half said, and the document has it no longer.",
        "Add its method and path, or remove that part.",
    ),
    secret_in_request=Words(
        "{part} holds a secret or a token, so nothing was saved: others read these files.",
        "Write {{{{access_token}}}} for the token, or take the header out: it is added on the way.",
    ),
    history_broken=Words(
        "The history was damaged and is kept as {kept}.",
        "It starts anew from here; the old file was not deleted.",
    ),
    history_newer=Words(
        "{file} was written by a newer weda-tui; this one cannot read it.",
        "Upgrade weda-tui; the file was not touched.",
    ),
    history_unknown=Words("The history has no entry {id}.", "weda-tui history lists what it has."),
    secret_missing=Words(
        "The SecretKey of {environment} is not in {ref}.",
        "A stored secret is kept for one address; enter it again for a new one: weda-tui env "
        "secret {environment:shell} (in the explorer, press F2 twice for the form).",
    ),
    password_missing=Words(
        "The password of {environment} is not in {ref}.",
        "A stored password is kept for one address; enter it again for a new one: weda-tui env "
        "secret {environment:shell} --password keyring (in the explorer, press F2 twice for the "
        "form).",
    ),
    dns_failed=Words("Host {host} not found.", "Check the spelling, this machine's DNS and VPN."),
    connection_refused=Words("Nothing listens on {host}:{port}.", "Is the port right?"),
    host_unreachable=Words(
        "Host {host}:{port} does not respond, though the network is up.",
        "Is the host on? Check the VPN and the firewall.",
    ),
    network_unreachable=Words(
        "No way from this machine to {host}:{port}.", "Check this machine's network and VPN."
    ),
    connection_reset=Words(
        "{host}:{port} cut the connection off.",
        "It was cut after {received}. Firewalls and gateways in between do that.",
        "Not a byte came. Firewalls and gateways in between do that; is the port right?",
    ),
    connection_lost=Words(
        "{host}:{port} closed the connection midway.",
        "{received} came, not all. See the logs of the deployment and its gateway.",
        "Not a byte came. See the logs of the deployment and its gateway; is the port right?",
    ),
    tls_unknown_ca=Words(
        "The certificate of {host} comes from an unknown authority.",
        "Name the authority's CA file in the environment.",
    ),
    tls_wrong_host=Words(
        "The certificate of {host} is for another name.",
        "Use the domain on the certificate, or change the certificate.",
    ),
    tls_expired=Words(
        "The certificate of {host} has expired.", "Renew it; check this machine's clock too."
    ),
    tls_not_yet_valid=Words(
        "The certificate of {host} is not valid yet.",
        "Is this machine's clock slow? If not, wait for it or change the certificate.",
    ),
    tls_protocol=Words(
        "No TLS version or cipher in common with {host}: {reason}.",
        "The deployment has to offer TLS 1.2 or 1.3 with a usual cipher.",
    ),
    tls_client_wanted=Words(
        "{host} asks for a client certificate.",
        "Name one in the environment; an administrator gives it out.",
    ),
    tls_failed=Words("No TLS with {host}: {reason}.", "Check scheme and port."),
    https_on_http_port=Words(
        "{host}:{port} speaks HTTP, not HTTPS.", "Change the address to http://."
    ),
    http_on_https_port=Words(
        "The address says http://, but {host}:{port} speaks TLS (HTTPS).",
        "Change the address to https://.",
    ),
    ca_file_invalid=Words(
        "{file} is no usable CA certificate.",
        "A PEM file starts with BEGIN CERTIFICATE; a relative path begins in the workspace.",
    ),
    proxy_name=Words(
        "The proxy {proxy} was not found.",
        "Check HTTP_PROXY and HTTPS_PROXY; NO_PROXY exempts an intranet.",
    ),
    proxy_refused=Words(
        "Nothing listens at the proxy {proxy}.",
        "Is the proxy up? NO_PROXY exempts an intranet from it.",
    ),
    proxy_auth=Words(
        "The proxy {proxy} asks for a user name and password.",
        "Put them into its address: http://user:password@host:port.",
    ),
    proxy_denied=Words(
        "The proxy {proxy} refuses the way: {reason}.",
        "Have its administrator allow it; NO_PROXY exempts an intranet.",
    ),
    client_certificate_invalid=Words(
        "The client certificate cannot be used: {file}.",
        "PEM files, a certificate and its own key, the key without a password; a relative "
        "path begins in the workspace.",
    ),
    proxy_failed=Words(
        "The proxy {proxy} did not connect.",
        "Check the environment's proxy; one that follows the system reads HTTP_PROXY and "
        "HTTPS_PROXY, and NO_PROXY exempts an intranet.",
    ),
    other_service=Words(
        "{host}:{port} is a {service} service, not HTTP.",
        "The port is wrong: use the one at which a browser opens WeDa.",
    ),
    protocol_error=Words("{host}:{port} does not answer in HTTP.", "Is the port right?"),
    answer_broken=Words(
        "The answer of {host}:{port} breaks the rules of HTTP.",
        "A gateway or proxy in between may garble it: see its logs.",
    ),
    coding_broken=Words(
        "The {coding} data of the answer is broken or cut.",
        "{received} came packed. See the gateway or proxy that packs the answers.",
    ),
    port_in_use=Words("Port {port} is taken by another program.", "Choose another with --port."),
    connect_timed_out=Words(
        "No connection to {host}:{port} in {seconds} s, given up.",
        "Neither a refusal nor a response: a firewall drops it, or the VPN is off. "
        "The limit is set per environment.",
    ),
    timed_out=Words(
        "No answer in {seconds} s, given up.",
        "It was {phase}. The limit is set per environment.",
    ),
    answer_timed_out=Words(
        "The answer was not complete in {seconds} s, given up.",
        "{received} came. Ask for smaller pages, or raise the limit in the environment.",
        "Only its beginning came. Raise the limit in the environment.",
    ),
    body_too_big=Words("The answer passed {limit}, reception stopped.", "Ask for smaller pages."),
    body_not_stored=Words(
        "The body of the answer cannot be written to {file}: {reason}.",
        "Make room there, or correct its permissions.",
    ),
    headers_too_big=Words(
        "The headers of the answer passed {limit}, the limit of the HTTP library (httpcore).",
        "It cannot be raised. Look for what fills them, such as cookies that pile up at a "
        "gateway or proxy.",
    ),
    token_too_big=Words(
        "The answer of the token endpoint passed {limit}, the limit for a token; reception "
        "stopped.",
        "No token is that long: something else answers at this address. Check the address.",
    ),
    token_wrong_secret=Words(
        "The token endpoint rejects this SecretId and SecretKey (HTTP {status}).",
        "The server says: {detail}. Compare with the console's environment settings.",
        "Compare with the console's environment settings.",
    ),
    token_wrong_password=Words(
        "Sign-in rejects this user name and password (HTTP {status}).",
        "The server says: {detail}. The password is wrong, or password sign-in is off; "
        "workflow calls are not affected.",
        "The password is wrong, or password sign-in is off; workflow calls are not affected.",
    ),
    token_captcha=Words(
        "Too many failed sign-ins: the deployment asks for a captcha (HTTP {status}).",
        "The server says: {detail}. Check the password, sign in again in a few minutes.",
        "Check the password, sign in again in a few minutes.",
    ),
    token_sign_in_off=Words(
        "Password sign-in is off in this deployment (HTTP {status}).",
        "The server says: {detail}. Have an administrator turn it on.",
        "Have an administrator turn it on.",
    ),
    token_user_blocked=Words(
        "This user is blocked or not active yet (HTTP {status}).",
        "The server says: {detail}. Take another user, or have this one enabled.",
        "Take another user, or have this one enabled.",
    ),
    token_wrong_address=Words(
        "{url} is no token endpoint (HTTP {status}).",
        "The address is the one a browser opens WeDa with; it has a path only where a gateway puts "
        "WeDa behind one.",
    ),
    token_proxy_page=Words(
        "The token call got a web page, not JSON (HTTP {status}): it looks like a proxy's sign-in.",
        "Open {url} in a browser.",
    ),
    token_not_json=Words(
        "The token endpoint did not answer in JSON (HTTP {status}).",
        "Check the address: is {url} really WeDa?",
    ),
    token_empty=Words(
        "The token endpoint answered without an access_token (HTTP {status}).",
        "Check the address.",
    ),
    token_server_error=Words(
        "The token endpoint itself failed (HTTP {status}).",
        "The server says: {detail}. Key and password are not the reason; see the deployment's log.",
        "Key and password are not the reason; see the deployment's log.",
    ),
    token_rate_limited=Words(
        "Too many token calls, rate limited (HTTP {status}).",
        "Ask again in {retry_after} s.",
        "Wait a minute.",
    ),
    token_refused=Words(
        "The token endpoint refused (HTTP {status}).",
        "The server says: {detail}.",
        "Check what the environment says.",
    ),
    object_id_missing=Words(
        "There is no object id yet.", "An upload gives it: the line that begins with cloud://."
    ),
    object_id_invalid=Words(
        "{text} is no object id.", "It begins with cloud:// and names bucket and path."
    ),
    object_path_invalid=Words(
        "{text} cannot be an object's path.",
        "No . or .. as a part, no control character, at most 850 bytes.",
    ),
    object_path_twice=Words(
        "Two files would both become {object}.", "Upload one of them into another folder."
    ),
    store_address_invalid=Words(
        "The answer names no usable address for {object}.",
        "Look at the call's body; nothing was connected to.",
    ),
    store_host_changed=Words(
        "The new address is at {host}, not at {expected}.",
        "Nothing was sent there. Start again to be asked about that host.",
    ),
    upload_changed=Words(
        "{file} changed while it was being read.", "Upload it again once nobody writes to it."
    ),
    download_exists=Words(
        "{file} is already there and stays as it is.",
        "Choose another place, or --force to replace it.",
    ),
    transfer_stalled=Words(
        "Not a byte moved for {seconds} s, given up.",
        "It was {phase}. The limit is set per environment.",
    ),
    guard_read_only=Words(
        "Not sent: {environment} · {env_type} is read-only.",
        "F2 F2 changes that; --yes does not.",
    ),
    guard_needs_consent=Words(
        "Not sent: writing to {environment} · {env_type} needs a yes.",
        "Look at it with --dry-run first; --yes sends it.",
    ),
    guard_needs_name=Words(
        "Not sent: this call wants the name {environment} typed first ({env_type}).",
        "Look at it with --dry-run first; on the command line --yes stands for the name.",
    ),
    route_not_approved=Words(
        "Not sent: nobody approved on this machine that {uses} may go to {route}.",
        "If that is right, approve it: weda-tui env approve {environment:shell}",
    ),
    route_changed=Words(
        "Not sent: since the route of {uses} was approved, {changes}.",
        "It would go to {route}. If that is right: weda-tui env approve {environment:shell}",
    ),
    route_changed_meanwhile=Words(
        "Not approved, nothing saved: the route of {environment} changed after it was shown.",
        "Look at what it is now: weda-tui env approve {environment:shell}",
    ),
    route_other_fingerprint=Words(
        "Not approved: the fingerprint of {environment} and of what it sends is {fingerprint}, "
        "not {typed}.",
        "Look at what it is first: weda-tui env approve {environment:shell}",
    ),
    route_needs_person=Words(
        "Not approved: there is no terminal to ask on.",
        "If the route above is right: "
        "weda-tui env approve {environment:shell} --route {fingerprint}",
    ),
)

DETAILS = ErrorDetailStrings(
    phase_token="fetching a token",
    phase_connect="connecting",
    phase_send="sending the file",
    phase_wait="waiting for the answer",
    phase_receive="receiving the answer",
    no_such_file="no such file or folder",
    not_allowed="permission denied",
    is_a_folder="it is a folder",
    not_a_folder="part of the path is no folder",
    is_a_link="it is a symbolic link",
    disk_full="the disk is full",
    quota_full="the disk quota is used up",
    disk_read_only="the disk is read-only",
    secret_variable_missing=Words(
        "The SecretKey of {environment} is in the variable {variable}, which is not set.",
        "Set {variable} before the start, or choose another place with F2 F2.",
    ),
    password_variable_missing=Words(
        "The password of {environment} is in the variable {variable}, which is not set.",
        "Set {variable} before the start, or choose another place with F2 F2.",
    ),
    approvals_damaged=Words(
        "Cannot read {file}: {reason}.",
        "It holds the approved routes; without it none is approved. Move or delete {file}, then "
        "approve again: weda-tui env approve NAME",
    ),
    route_changed_no_secret=Words(
        "Not sent: since the route of {uses} was approved, {changes}.",
        "It would go to {route}. A stored secret is kept for one address; if that is right, enter "
        "it again for this one: weda-tui env secret {environment:shell} (in the explorer, press F2 "
        "twice for the form).",
    ),
    route_changed_no_password=Words(
        "Not sent: since the route of {uses} was approved, {changes}.",
        "It would go to {route}. A stored password is kept for one address; if that is right, "
        "enter it again for this one: weda-tui env secret {environment:shell} --password keyring "
        "(in the explorer, press F2 twice for the form).",
    ),
    proxy_of_file=(
        "{proxy_file} names it (proxy =), and NO_PROXY does not apply to it: is it up, and does it "
        "let this address through? To go without it, remove the line proxy = from the file."
    ),
    body_limit_passed=Words(
        "The answer passed {limit}, the limit for a body; reception stopped.",
        "Ask for smaller pages, save it with weda-tui send … -o FILE, or raise body_limit "
        "(in MiB) in {file}.",
    ),
    secret_not_given=Words(
        "The SecretKey of {environment} is asked for each time, and none was given.",
        'Again, and type it; without a terminal to ask on, write secret_key = "env:NAME".',
    ),
    password_not_given=Words(
        "The password of {environment} is asked for each time, and none was given.",
        'Again, and type it; without a terminal to ask on, write password = "env:NAME".',
    ),
    refusal_holds=(
        "No new attempt for {holds} s; to try at once: Ctrl+T or weda-tui token --refresh"
    ),
)

VERDICTS = VerdictStrings(
    layer_network="network",
    layer_tls="TLS",
    layer_http="HTTP",
    layer_proxy="proxy page",
    layer_gateway="gateway",
    layer_auth="auth",
    layer_business="business",
    layer_model="data model",
    layer_storage="storage",
    layer_partial="partial",
    http=Words("{code}, and the body is no known error shape.", "Check address, path and method."),
    proxy=Words(
        "A web page came back, not JSON: it looks like a proxy's sign-in.",
        "Open the address in a browser.",
    ),
    gateway=Words(
        "Nobody documents the code {code}.",
        "Read the server's own words; look up requestId in the gateway's log.",
    ),
    auth=Words("Sign-in refused: {code}.", "Check the token and credentials this call takes."),
    business=Words(
        "The request arrived and was refused: {code}.",
        "The server's own words say why; compare with the endpoint's parameters.",
    ),
    model=Words(
        "The data model refused: {code}.",
        "Read the server's own words; check the model's key, the role's rights and parameters.",
    ),
    storage_refused=Words(
        "Cloud storage refused the whole request: {code}.",
        "Read the server's own words; check the rights and the body.",
    ),
    rule=Words(
        "This endpoint's success rule does not hold.",
        "The rule is {rule}; key 1 in the result changes it.",
    ),
    partial=Words(
        "Some worked and some failed, the first with {code}.",
        "Read each reason; what worked need not be repeated.",
    ),
    storage=Words(
        "Some objects failed, the first with {code}.",
        "Read each code; what worked need not be repeated.",
    ),
    unknown=Words(
        "HTTP succeeded, and the body is no known shape.",
        "Read the body first; do not count it as a success.",
    ),
)

GATEWAY_CODES = GatewayCodeStrings(
    invalid_access_token=Words("The token is invalid or has expired.", "Send with a new token."),
    bad_request=Words("The request is malformed.", "Check JSON, Content-Type and method."),
    invalid_host=Words(
        "The address is not allowed.", "Use the one that opens WeDa, with scheme and port."
    ),
    invalid_region=Words(
        "The region does not match.", "The address must be the private deployment's."
    ),
    invalid_env=Words(
        "The environment is wrong or missing.", "Check its id, and prod or dev in the path."
    ),
    invalid_env_status=Words(
        "The environment is in no usable state.", "See its state in the console."
    ),
    invalid_common_param=Words(
        "A common parameter is malformed.", "Check the headers and the parameters in the path."
    ),
    sign_param_invalid=Words("The signature check failed.", "Check SecretId and SecretKey."),
    permission_denied=Words(
        "Not enough rights.", "Check the kind of token: data model and storage take a user token."
    ),
    exceed_request_limit=Words(
        "A resource quota is used up.", "Use less, or have the quota raised."
    ),
    exceed_ratelimit=Words("Too many requests.", "Slow down, send again in a few seconds."),
    sys_err=Words("WeDa failed inside.", "Look up requestId in the deployment's log."),
    server_timeout=Words(
        "A WeDa service did not answer in time.",
        "Ask for smaller pages; look before repeating a write.",
    ),
)

AUTH_CODES = AuthCodeStrings(
    invalid_grant=Words(
        "The grant is void: a refresh token that was used or has expired, or a wrong password.",
        "Sign in again; the password is in the environment (F2 F2).",
    ),
    captcha_required=Words(
        "Too many failed sign-ins: the deployment asks for a captcha.",
        "Check the password, sign in again in a few minutes.",
    ),
    wrong_password=Words("User name or password is wrong.", "Check both."),
    login_method_disabled=Words(
        "Password sign-in is off in this deployment.", "Have an administrator turn it on."
    ),
    user_blocked=Words(
        "This user is blocked or not active yet.", "Take another user, or have this one enabled."
    ),
    unauthenticated=Words(
        "The user token is invalid or was signed out.", "Send with a new user token."
    ),
)

TOKEN_KINDS = TokenKindStrings(
    user_wanted=Words(
        "This call takes a user token; it was sent with a key token.",
        "Fill in user name and password (F2 F2); an Authorization of your own needs the user's.",
    ),
    key_wanted=Words(
        "This call takes a key token; it was sent with a user token.",
        "Fill in SecretId and SecretKey (F2 F2); an Authorization of your own needs the key's.",
    ),
)
