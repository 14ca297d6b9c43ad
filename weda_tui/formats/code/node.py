"""Requests as a program for Node.js, as a script or a module, without packages.

``node:http`` sends what it is given; ``fetch`` refuses a body with GET and rewrites URLs.
"""

import json

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, Environment, TokenBody
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.tokens.token_call import KEY_ADDRESS
from weda_tui.formats.code.open_variables import (
    ACCESS_TOKEN,
    BASIC_AUTH,
    VariableMark,
    body_text,
    expression,
    has_binary,
    marked_names,
    split_marks,
)
from weda_tui.formats.code.program_call import ProgramCall

_SEND = """\
  const [http, https] = [await import("node:http"), await import("node:https")];
  const place = ({ hostname, port }) => ({ hostname: hostname.replace(/^\\[|\\]$/g, ""), port });
$REACH
  const send = async (method, url, headers, content = "") => {
    const [, scheme, host, rest] = /^(https?):\\/\\/([^/?#]*)([^#]*)/i.exec(url);
    const path = rest.startsWith("/") ? rest : `/${rest}`;
    const [client, way] = await reach(new URL(`${scheme}://${host}`), host, path);
    const body = Buffer.from(content);
    const lines = [["Host", host], ...headers];
    if (body.length || !["GET", "HEAD", "DELETE", "OPTIONS"].includes(method)) {
      lines.push(["Content-Length", `${body.length}`]);
    }
    return new Promise((resolve, reject) => {
      const request = client.request({
        method,
        ...way,
        headers: lines.map(([name, value]) => [name, Buffer.from(value).toString("latin1")]),
        agent: false, // a connection of its own: a server may take a body for the next request
      }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      });
      request.on("error", reject);
      request.end(body);
    });
  };
  const show = (status, text) => console.log(status, text);
  const hide = (status) => console.log(status); // the body may hold tokens
  const call = async (print, ...request) => {
    try {
      const { status, text } = await send(...request);
      print(status, text);
    } catch (error) {
      console.error(`${request[0]} ${request[1]}: ${error.message}`);
      process.exitCode = 1;
    }
  };"""
_DIRECT = """\
  const reach = async (url, host, path) =>
    [url.protocol === "https:" ? https : http, { ...place(url), path, ...tls }];"""
_BY_PROXY = """\
  const proxy = new URL($PROXY);
  const dial = (options) =>
    [proxy.protocol === "https:" ? https : http, { ...place(proxy), ...options }];
  const reach = async (url, host, path) => {
    if (url.protocol === "http:") {
      return dial({ path: `http://${host}${path}` });
    }
    const target = `${url.hostname}:${url.port || 443}`;
    const [client, way] = dial({ method: "CONNECT", path: target, headers: { Host: target } });
    const socket = await new Promise((resolve, reject) => {
      const request = client.request({ ...way, agent: false });
      request.on("connect", ({ statusCode }, opened) =>
        statusCode === 200 ? resolve(opened) : reject(new Error(`proxy: HTTP ${statusCode}`)));
      request.on("error", reject);
      request.end();
    });
    return [https, { ...place(url), path, socket, ...tls }];
  };"""
_CREDENTIALS = """\
  const credentials = `${process.env.SECRET_ID}:${process.env.SECRET_KEY}`;
  const basic_auth = Buffer.from(credentials).toString("base64");"""
_TOKEN_JSON = ('"application/json"', 'JSON.stringify({ grant_type: "client_credentials" })')
_TOKEN_FORM = ('"application/x-www-form-urlencoded"', '"grant_type=client_credentials"')


def write_node(
    calls: list[ProgramCall], environment: Environment | None, host: str, ca_digest: str
) -> str:
    """Return a program that sends the requests, each with its name, and prints the responses.

    The program uses the environment's proxy, and trusts its CA file only while the file has the
    SHA-256 ``ca_digest``. If an access token is needed, the program fetches it from ``host``, an
    address or a marked place; with an empty ``host`` it reads the token from an environment
    variable. A request that fails does not stop the next request.
    """
    names = marked_names(each.request for each in calls) if host else []
    local = frozenset(name for name in (ACCESS_TOKEN, BASIC_AUTH) if name in names)
    writer = _NodeWriter(local)
    lines: list[str] = []
    if environment is not None and not environment.verify_tls:
        lines += ['process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";', ""]
    lines += ["(async () => {", *_tls(environment, ca_digest)]
    lines += [_SEND.replace("$REACH", _reach(environment))]
    lines += [_CREDENTIALS] if local else []
    lines += _token(environment, writer.text(host + KEY_ADDRESS)) if ACCESS_TOKEN in local else []
    for call in calls:
        lines += [f"  // {strip_control_characters(call.name)}", *writer.call(call)]
    return "\n".join([*lines, "})();"]) + "\n"


def _tls(environment: Environment | None, digest: str) -> list[str]:
    if environment is None or not environment.ca_file or not environment.verify_tls:
        return ["  const tls = {};"]
    changed = _literal(f"{environment.ca_file}: changed since this program was written")
    return [
        '  const [fs, { createHash }] = [await import("node:fs"), await import("node:crypto")];',
        f"  const ca = fs.readFileSync({_literal(environment.ca_file)});",
        f'  if (createHash("sha256").update(ca).digest("hex") !== "{digest}") {{',
        f"    throw new Error({changed});",
        "  }",
        "  const tls = { ca };",
    ]


def _reach(environment: Environment | None) -> str:
    """Return the lines that find the client and its options for an address."""
    proxy = environment.proxy if environment is not None else SYSTEM_PROXY
    if proxy in {NO_PROXY, SYSTEM_PROXY}:
        return _DIRECT
    return _BY_PROXY.replace("$PROXY", _literal(proxy))


def _token(environment: Environment | None, address: str) -> list[str]:
    """Return the lines that fetch a token as in the guide (1.2.2) unless one is given."""
    is_form = environment is not None and environment.token_body is TokenBody.FORM
    content_type, body = _TOKEN_FORM if is_form else _TOKEN_JSON
    return [
        "  let access_token = process.env.ACCESS_TOKEN;",
        "  if (!access_token) {",
        f'    const {{ status, text }} = await send("POST", {address}, [',
        '      ["Authorization", `Basic ${basic_auth}`],',
        f'      ["Content-Type", {content_type}],',
        f"    ], {body});",
        "    try {",
        "      access_token = status === 200 && JSON.parse(text).access_token;",
        "    } catch {} // its message quotes the answer, which may quote the key",
        "    if (!access_token) {",
        "      throw new Error(`HTTP ${status}`);",
        "    }",
        "  }",
    ]


class _NodeWriter:
    """Writes calls. ``local`` holds the names that are local variables of the program."""

    def __init__(self, local: frozenset[str]) -> None:
        self._local = local

    def text(self, text: str) -> str:
        """Return an expression for a text."""
        return expression(text, _literal, self._read)

    def _read(self, name: str) -> str:
        return name.lower() if name in self._local else f"process.env.{name}"

    def call(self, call: ProgramCall) -> list[str]:
        """Return the lines that send a request."""
        request = call.request
        body = f", {self._body(request.body)}" if request.body else ""
        shown = "hide" if call.answers_tokens else "show"
        return [
            f"  await call({shown}, {_literal(request.method)}, {self.text(request.url)}, [",
            *(f"    [{_literal(name)}, {self.text(v)}]," for name, v in request.headers),
            f"  ]{body});",
        ]

    def _body(self, body: bytes) -> str:
        text = body_text(body)
        if not has_binary(text):
            return self.text(text)
        pieces = [
            f"Buffer.from({self._read(piece.environment_name)})"
            if isinstance(piece, VariableMark)
            else f'Buffer.from("{_hex(piece)}", "hex")'
            for piece in split_marks(text)
        ]
        return pieces[0] if len(pieces) == 1 else f"Buffer.concat([{', '.join(pieces)}])"


def _hex(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").hex()


def _literal(text: str) -> str:
    """Return a JavaScript string: JSON with every character that is not printable escaped."""
    literal = json.dumps(text, ensure_ascii=False)
    return literal if literal.isprintable() else "".join(map(_printable, literal))


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
