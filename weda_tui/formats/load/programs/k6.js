// -- the judge: as `run` judges, digit for digit ---------------------------------------------------

const NO_CODE = ["", "0", "false"];
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isNumber = (value) => typeof value === "string" && value[0] === "\0";
const number = (value) => "\0" + value;
const has = (fields, name) => Object.prototype.hasOwnProperty.call(fields, name);
const either = (fields, ...names) => {
  const name = names.find((each) => has(fields, each));
  return name === undefined ? undefined : fields[name];
};

/** Returns JSON with every number as a text that begins with "\0"; undefined for no JSON. */
function readJson(text) {
  const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  try {
    JSON.parse(text);
    return JSON.parse(text.replace(tokens, (t) => (t[0] === '"' ? t : '"\\u0000' + t + '"')));
  } catch (_) {
    return undefined;
  }
}

/** Returns a string, or a number or word as JSON writes it; nothing for null and containers. */
function textOf(value) {
  if (typeof value === "string") return isNumber(value) ? value.slice(1) : value;
  return typeof value === "boolean" ? String(value) : "";
}

const codeOf = (error) => textOf(isObject(error) ? either(error, "Code", "code") : error);
const errorIn = (fields) => either(fields, "Error", "error");

function plainFailure(fields) {
  const code = textOf(either(fields, "errcode", "errCode"));
  if (!NO_CODE.includes(code) && code !== "ok") return code;
  if (fields.success !== false) return "";
  const named = textOf(fields.code);
  return /^[A-Za-z][\w.]{2,79}$/.test(named) ? named : "success=false";
}

function failureInside(response) {
  const data = either(response, "Data", "data");
  const read = typeof data === "string" && !isNumber(data) ? readJson(data) : undefined;
  const inner = isObject(read) ? read : {};
  const plain = textOf(inner.code);
  const isNo = DOCUMENTED.has(plain) || inner.success === false;
  const codes = [codeOf(errorIn(response)), codeOf(errorIn(inner)), isNo ? plain : ""];
  const code = codes.find((each) => !NO_CODE.includes(each));
  if (code !== undefined) return code;
  if (data === false) return "Data=false";
  if (!isObject(data)) return "";
  const refusal = data.success === false ? plainFailure(data) : "";
  if (refusal) return refusal;
  const flags = ["Result", "Status"].map((name) => [name, textOf(data[name])]);
  const refusing = flags.find(([, value]) => value === "false");
  return refusing && !flags.some(([, value]) => value === "true") ? `${refusing[0]}=false` : "";
}

function statedFailure(fields, response, status) {
  const inner = response === null ? "" : failureInside(response);
  if (inner || has(fields, "@odata.context")) return inner;
  const plain = plainFailure(fields);
  if (plain) return plain;
  let code = textOf(fields.code);
  if (!NO_CODE.includes(code) && !(code === "200" && response !== null)) return code;
  const { error } = fields;
  code = codeOf(error);
  if (NO_CODE.includes(code)) return "";
  const isText = typeof error === "string" && !isNumber(error);
  const saysWhy = textOf(fields.error_description) || /^[a-z][a-z0-9_]*$/.test(code);
  return (isText && saysWhy) || isObject(error) || status < 300 ? code : "";
}

function isBlank(error) {
  if (error === undefined || error === null) return true;
  if (Array.isArray(error)) return false;
  if (!isObject(error)) return NO_CODE.includes(textOf(error));
  const given = either(error, "Message", "message");
  const message = textOf(isObject(given) ? given.value : given);
  const hasCode = has(error, "Code") || has(error, "code");
  return NO_CODE.includes(codeOf(error)) && (hasCode || !message);
}

function judgeSuccess(fields, response) {
  let isOk = false;
  if (response !== null) {
    const ids = [response.RequestId, response.requestId, response.request_id];
    const hasContent = has(response, "Data") || has(response, "data") || ids.some(textOf);
    isOk = hasContent && isBlank(errorIn(response));
  } else if (has(fields, "@odata.context")) {
    isOk = true;
  } else if (isBlank(fields.error)) {
    if (has(fields, "data")) {
      const { legalIdList, illegalIdList } = Object(fields.data);
      const isBatch = isObject(fields.data) && Array.isArray(legalIdList);
      if (!isBatch || !Array.isArray(illegalIdList) || !illegalIdList.length) return ["ok", ""];
      return [legalIdList.length ? "partial" : "failure", "illegalIdList"];
    }
    const names = ["access_token", "sub", "updateCount", "deleteCount"];
    const says = textOf(fields.code) === "0" || names.some((name) => textOf(fields[name]));
    isOk = has(fields, "records") || says;
  }
  return isOk ? ["ok", ""] : ["unknown", "UNKNOWN"];
}

function judgeObjects(items) {
  const names = ["cloudObjectId", "objectId", "code"];
  const isThem = items.every((each) => isObject(each) && names.some((name) => has(each, name)));
  if (!items.length || !isThem) return null;
  const codes = items.map((each) => textOf(each.code)).filter((each) => !NO_CODE.includes(each));
  if (!codes.length) return ["ok", ""];
  return [codes.length === items.length ? "failure" : "partial", codes[0]];
}

function isPage(contentType, text) {
  const isDeclared = /html/i.test(contentType) && text.trimStart().startsWith("<");
  const page = /^(?:\s*<!--[^]*?-->|\s*<\?xml[^]*?\?>)*\s*<(?:!doctype html|html|head)\b/i;
  return isDeclared || page.test(text.slice(0, 2048));
}

function judgeText(status, contentType, text) {
  const store = /^\s*(?:<\?xml[^>]*>\s*)?<Error>\s*<Code>([\w.-]{1,80})<\/Code>/.exec(text);
  if (store) return ["failure", store[1]];
  if (status >= 300) return ["failure", `HTTP ${status}`];
  if (isPage(contentType, text)) return ["failure", "HTML"];
  return status === 204 && !text ? ["ok", ""] : ["unknown", "UNKNOWN"];
}

/** Returns scheme, host and port of an address, its path, and it without credentials and query. */
function placeOf(url) {
  const [, scheme = "", place = "", path = ""] = /^([a-z][\w+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(url) || [];
  const [, host, port] = /^(.*?)(?::(\d*))?$/.exec(place.replace(/^.*@/, ""));
  const name = scheme.toLowerCase();
  const origin = [name, host.toLowerCase(), port || { http: "80", https: "443" }[name]];
  return { origin, path, bare: `${name}://${place.replace(/^.*@/, "")}${path}` };
}

function redirectCode(url, location) {
  const own = placeOf(url);
  const isWhole = /^[a-z][\w+.-]*:/i.test(location);
  if (!isWhole && !location.startsWith("//")) return "";
  const other = placeOf(isWhole ? location : `${own.origin[0]}:${location}`);
  if (own.origin.join() === other.origin.join()) return "";
  const isSameHost = own.origin[1] === other.origin[1];
  if (isSameHost && own.origin[0] === "http" && other.origin[0] === "https") return "REDIRECT_TO_HTTPS";
  const isMoved = own.path.length > 1 && own.path === other.path;
  return SIGN_IN.test(other.bare) && !isMoved ? "REDIRECT_TO_SIGN_IN" : "REDIRECT_ELSEWHERE";
}

/** Returns whose page it is; nothing for one that does not say. */
function pageCode(status, bytes) {
  if (MARKS.firewall.test(bytes) || MARKS.refusing.test(bytes)) return "FIREWALL";
  const title = MARKS.title.exec(bytes);
  if (status >= 500 && title && MARKS.down.test(title[1])) return "GATEWAY_DOWN";
  if (status >= 400 && status < 500 && MARKS.gateway.test(bytes)) return "GATEWAY_REFUSED";
  if (MARKS.portal.test(bytes)) return "CAPTIVE_PORTAL";
  return MARKS.password.test(bytes) ? "LOGIN_PAGE" : "";
}

/** Returns the code of an answer that no WeDa gave; nothing for any other one. */
function foreignCode(status, [mark, code], contentType, text, url, location) {
  const isRefusal = BLOCKING.includes(status) && code === "success=false";
  if (mark === "ok" || !(isRefusal || code === "HTML" || /^HTTP \d{1,3}$/.test(code))) return "";
  const bytes = unescape(encodeURIComponent(text.slice(0, 65536))); // as the marks are written
  if (status === 407) return "PROXY_AUTH";
  if (status === 511) return "CAPTIVE_PORTAL";
  if (status >= 300 && status < 400 && location) return redirectCode(url, location.trim());
  if (status >= 400 && !url.startsWith("https:") && MARKS.httpsPort.test(bytes)) return "HTTP_ON_HTTPS_PORT";
  if (isPage(contentType, text) && !isRefusal) return pageCode(status, bytes);
  if (BLOCKING.includes(status) && MARKS.firewall.test(bytes)) return "FIREWALL";
  return status >= 500 && MARKS.envoy.exec(bytes)?.index === 0 ? "GATEWAY_DOWN" : "";
}

/** Returns "ok" and no code, or "failure", "partial" or "unknown" and the code. */
function verdict(status, contentType, text, answersNothing, url = "", location = "") {
  const found = verdictOfText(status, contentType, text, answersNothing);
  const foreign = foreignCode(status, found, contentType, text, url, location);
  return foreign ? ["failure", foreign] : found;
}

function verdictOfText(status, contentType, text, answersNothing) {
  const isGood = status >= 200 && status < 300;
  if (answersNothing && isGood && /^\s*(?:\{\s*\}\s*)?$/.test(text)) return ["ok", ""];
  const fields = readJson(text);
  if (!isObject(fields)) {
    const objects = status < 300 && Array.isArray(fields) ? judgeObjects(fields) : null;
    return objects || judgeText(status, contentType, text);
  }
  let response = either(fields, "Response", "response");
  if (!has(fields, "Response") && !has(fields, "response") && isObject(fields.data)) {
    response = fields.data.Response;
  }
  response = isObject(response) ? response : null;
  const code = statedFailure(fields, response, status);
  if (code) return ["failure", code];
  return status < 300 ? judgeSuccess(fields, response) : ["failure", `HTTP ${status}`];
}

// -- what no answer may say again: the key, and the tokens ------------------------------------------

const utf8 = (text) => Array.from(unescape(encodeURIComponent(text)), (each) => each.charCodeAt(0));
const MASK = "••••••••";
const OTHER = "OTHER"; // a code that nobody documents, of an answer to a key
const SHORTEST_SECRET = 4;
const SHORTEST_INSIDE = 8;
const SHORTEST_UNGUESSED = 24; // the gap of a shorter key would say who guessed right
const TOKEN_NAMES = ["access_token", "refresh_token", "id_token"];
const OWN_CODES = [
  ...FOREIGN, "UNKNOWN", "HTML", "illegalIdList", "success=false", "Data=false", "Result=false", "Status=false",
  "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
  "unsupported_grant_type", "invalid_scope", "access_denied", "server_error",
];
const MOST_CAPTURED = 1000;
const spellings = new Map(); // of each secret that requests are sent with
const capturedSpellings = new Map(); // of the last tokens that answers had

const hex = (text) => utf8(text).map((each) => each.toString(16).padStart(2, "0")).join("");
const base64 = (text) => encoding.b64encode(text).replace(/=+$/, "");

/** Returns what stands for a secret in a text: itself, hex, base64, also inside something longer. */
function spellingsOf(secret) {
  const inside = [0, 1, 2].map((before) => {
    const coded = base64("\0".repeat(before) + secret);
    return coded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + utf8(secret).length) * 8) / 6));
  });
  return [secret, hex(secret), ...(secret.length < SHORTEST_INSIDE ? [] : inside)];
}

function hide(secret, known = spellings) {
  if (typeof secret !== "string" || secret.length < SHORTEST_SECRET) return;
  if (!known.has(secret)) known.set(secret, spellingsOf(secret));
}

function hideCaptured(token) {
  hide(token, capturedSpellings);
  const [oldest] = capturedSpellings.keys();
  if (capturedSpellings.size > MOST_CAPTURED) capturedSpellings.delete(oldest);
}

/** Returns a text without the escapes of URLs, JSON and HTML. */
function plain(text) {
  return text
    .replace(/%([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\+u([0-9A-Fa-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));/gi, (_, x, d) =>
      String.fromCodePoint(Math.min(x ? parseInt(x, 16) : Number(d), 0x10ffff)))
    .replace(/&amp;/g, "&");
}

/** Returns whether a text has a secret in it, in any spelling, or the mask of one. */
function hides(text) {
  if (text.includes(MASK)) return true;
  const folded = (each) => each.toLowerCase().replace(/[-_\\]/g, (c) => ({ "-": "+", _: "/" })[c] || "");
  const secrets = [...spellings.values(), ...capturedSpellings.values()].flat().map(folded);
  let [before, now] = [null, text];
  for (let depth = 0; depth < 5 && now !== before; depth += 1) {
    const searched = folded(now);
    if (secrets.some((each) => searched.includes(each))) return true;
    [before, now] = [now, plain(now)];
  }
  return false;
}

if ((__ENV.SECRET_KEY || "").length >= SHORTEST_UNGUESSED) hide(__ENV.SECRET_KEY);
const userToken = (__ENV.USER_ACCESS_TOKEN || "").replace(/^Bearer /, "").trim(); // of `weda-tui token`
hide(userToken);

/** Says whether a variable is set, and to no word for off. */
function isOn(name) {
  return !/^(|0|f|false|n|no|off)$/i.test((__ENV[name] || "").trim());
}

function plainCode(code) {
  const isPlain = DOCUMENTED.has(code) || OWN_CODES.includes(code) || /^HTTP \d{1,3}$/.test(code);
  return isPlain || !code ? code : OTHER;
}

// -- values and assertions -------------------------------------------------------------------------

const written = (value) => {
  if (typeof value === "string") return value.replace(/^\0/, "");
  return JSON.stringify(value).replace(/"\\u0000([^"]*)"/g, "$1");
};

/** Returns sign, digits without zeros at their ends, and the power of ten behind them. */
function decimal(value) {
  const [, sign, whole, part = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written(value));
  const digits = (whole + part).replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (!short) return { sign: 0, digits: "", power: 0 };
  return { sign: sign ? -1 : 1, digits: short, power: Number(power) - part.length + digits.length - short.length };
}

/** Returns -1, 0 or 1; NaN where two values have no order. */
function order(one, other) {
  if (typeof one !== "string" || typeof other !== "string") return NaN;
  if (isNumber(one) !== isNumber(other)) return NaN;
  if (!isNumber(one)) return one < other ? -1 : Number(one > other);
  const [a, b] = [decimal(one), decimal(other)];
  if (a.sign !== b.sign) return a.sign < b.sign ? -1 : 1;
  const least = Math.min(a.power, b.power);
  const [x, y] = [a, b].map(({ digits, power }) => digits + "0".repeat(power - least));
  const size = x.length - y.length || (x < y ? -1 : Number(x > y));
  return Math.sign(size) * a.sign;
}

function same(value, expected) {
  if (isNumber(expected)) return isNumber(value) && order(value, expected) === 0;
  if (typeof expected === "string") return written(value) === expected;
  return value === expected;
}

function contains(value, expected) {
  if (Array.isArray(value)) return value.some((each) => same(each, expected));
  if (isObject(value)) return Object.keys(value).includes(expected);
  return written(value).includes(written(expected));
}

/** Returns a regular expression with its classes as ranges: those of JavaScript are of ASCII. */
const withClasses = (pattern) => pattern.replace(/\\./g, (each) => CLASSES[each] || each);

const COMPARE = {
  equals: same,
  notEquals: (value, expected) => !same(value, expected),
  contains,
  notContains: (value, expected) => !contains(value, expected),
  matches: (value, expected) => new RegExp(withClasses(written(expected)), "u").test(written(value)),
  isNull: (value, expected) => (value === null) === (expected === true),
  lessThan: (value, expected) => order(value, expected) < 0,
  greaterThan: (value, expected) => order(value, expected) > 0,
  oneOf: (value, expected) =>
    (Array.isArray(expected) ? expected : [expected]).some((each) => same(value, each)),
};

/** Returns what a JSONPath finds; its steps are names, indices, and null for each member. */
function find(value, steps) {
  return steps.reduce((found, step) => found.flatMap((each) => children(each, step)), [value]);
}

function children(value, step) {
  if (value === null || typeof value !== "object") return [];
  if (step === null) return Object.values(value);
  if (Array.isArray(value) !== (typeof step === "number")) return [];
  const key = typeof step === "number" && step < 0 ? step + value.length : step;
  return has(value, String(key)) && (typeof step === "string" || key >= 0) ? [value[key]] : [];
}

class Answer {
  /** isWithheld: the request carried a key or a password; little of the answer counts. */
  constructor(response, answersNothing, isWithheld, url) {
    this.response = response;
    this.isWithheld = isWithheld;
    this.text = response.body || "";
    const [type, location] = ["Content-Type", "Location"].map((name) => this.header(name) || "");
    [this.mark, this.code] =
      verdict(response.status, type, this.text, answersNothing, url, location);
    if (isWithheld) this.code = plainCode(this.code);
    else if (hides(this.code)) this.code = MASK;
  }

  header(name) {
    const { headers } = this.response;
    const key = Object.keys(headers).find((each) => each.toLowerCase() === name.toLowerCase());
    if (key === undefined) return undefined;
    const isPackedLength =
      key.toLowerCase() === "content-length" && this.header("Content-Encoding");
    return isPackedLength ? MASK : headers[key];
  }

  /** Returns what a subject finds and whether there can be one alone; null for no JSON. */
  values(on) {
    if (Array.isArray(on)) {
      if (this.json === undefined) this.json = readJson(this.text);
      return this.json === undefined ? null : [find(this.json, on), !on.includes(null)];
    }
    const { status, timings } = this.response;
    if (on === "verdict") return [[this.mark], true];
    if (on === "status") return [[number(status)], true];
    if (on === "time") return [[number(Math.round(timings.duration))], true];
    if (on === "size") return [[number(utf8(this.text).length)], true];
    const value = this.header(on.slice("header ".length).trim());
    if (value === undefined) return [[], true];
    const isDigits = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value);
    return [[isDigits ? number(value) : value], true];
  }

  capture(source) {
    const isToken = Array.isArray(source) && TOKEN_NAMES.includes(source[source.length - 1]);
    if (this.isWithheld && !isToken) return undefined;
    const values = this.values(source);
    const first = values === null ? undefined : values[0][0];
    if (first === undefined || first === null) return undefined;
    const text = written(first);
    if (!this.isWithheld && hides(text)) return undefined;
    if (isToken) hideCaptured(text);
    return text;
  }

  /** Returns the code of an answer that does not do, else the first check that does not hold. */
  failure(checks) {
    if (this.mark !== "ok" && !checks.some(({ on }) => on === "verdict")) return this.code;
    const failed = checks.find((each) => !this.holds(each));
    if (failed === undefined) return "";
    return failed.on === "verdict" && this.code ? this.code : `assert ${failed.name}`;
  }

  holds({ on, operator, expected }) {
    const values = this.values(on);
    if (values === null) return false;
    const [found, isSingle] = values;
    if (operator === "exists") return (found.length > 0) === (expected === true);
    const isPlain = on === "verdict" || on === "status";
    if (this.isWithheld ? !isPlain : found.some((each) => hides(written(each)))) return false;
    if (operator === "length") return hasLength(found, isSingle, expected);
    return found.length > 0 && found.every((each) => COMPARE[operator](each, expected));
  }
}

function hasLength(found, isSingle, expected) {
  if (!isSingle) return same(number(found.length), expected);
  const [value] = found;
  if (typeof value === "string" && !isNumber(value)) {
    return same(number([...value].length), expected);
  }
  const isContainer = value !== null && typeof value === "object";
  return isContainer && same(number(Object.keys(value).length), expected);
}

// -- what requests are made of ---------------------------------------------------------------------

const bytes = (...pieces) =>
  new Uint8Array(pieces.flatMap((each) => (Array.isArray(each) ? each : utf8(each)))).buffer;
const newId = () =>
  "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (each) => {
    const digit = Math.floor(Math.random() * 16);
    return (each === "x" ? digit : (digit % 4) + 8).toString(16);
  });
const timestamp = () => String(Math.floor(Date.now() / 1000));
const isoTimestamp = () => new Date().toISOString();
const basicAuth = () => encoding.b64encode(`${__ENV.SECRET_ID}:${__ENV.SECRET_KEY}`);

class NotSent extends Error {}

/**
 * Returns a captured value, one of the row, the first one, or an environment variable's; without a
 * name, that of the environment variable alone.
 */
function value(name, variable, first) {
  for (const found of [late(name), first, __ENV[variable]]) {
    if (found !== undefined) return found;
  }
  throw new NotSent("VARIABLE_UNKNOWN");
}
function late(name) {
  for (const values of name ? [captured, row] : []) {
    if (has(values, name) && values[name] !== undefined) return values[name];
  }
  return undefined;
}
/** Returns a value as a string of JSON has it; what the files say is JSON already. */
function inJson(name, variable, first, isOfFiles) {
  const found = value(name, variable, first);
  const isJson = late(name) === undefined && (isOfFiles || first !== undefined);
  return isJson ? found : JSON.stringify(String(found)).slice(1, -1);
}
/** Returns a value in place of one of JSON: what an answer or a row gives has to be one. */
function asJson(name, variable, first) {
  const found = value(name, variable, first);
  if (late(name) !== undefined && readJson(String(found)) === undefined) {
    throw new NotSent("VALUE_NOT_JSON");
  }
  return found;
}
const quoteAddress = (text) => encodeURI(text).replace(/%25([0-9A-Fa-f]{2})/g, "%$1");
const quoteWholly = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => "%" + each.charCodeAt(0).toString(16).toUpperCase());
/** Returns a value in a form: what an answer or a row gives is a part of one field. */
const inForm = (name, variable, first) =>
  late(name) === undefined ? value(name, variable, first) : quoteWholly(late(name));
/** Returns a value as a query has it: of an answer or a row it is a part of one field. */
const inAddress = (name, variable, first) =>
  late(name) === undefined ? quoteAddress(value(name, variable, first)) : quoteWholly(late(name));
/** Returns a value as one segment of a path has it: with more it would be another call. */
function inPath(name, variable, first) {
  const text = String(value(name, variable, first));
  if (!text || /[/\\?#%]/.test(text.normalize("NFKC"))) throw new NotSent("URL_OTHER_PATH");
  return quoteAddress(text);
}
const inHeader = (name, variable, first) => {
  const text = value(name, variable, first);
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new NotSent("HEADER_INVALID");
  return text;
};

/** Returns the records of a CSV text, as Python's csv.reader has them when it is strict. */
function readRecords(text) {
  const isEnd = () => at >= text.length || "\r\n".includes(text[at]);
  const records = [];
  let at = 0;
  function readCell() {
    const start = at;
    if (text[at] !== '"') {
      while (!isEnd() && text[at] !== ",") at += 1;
      return text.slice(start, at);
    }
    const parts = []; // between its quotes
    do {
      const end = text.indexOf('"', at + 1);
      if (end < 0) throw new Error(`record ${records.length + 1} has an open quote`);
      parts.push(text.slice(at + 1, end));
      at = end + 1;
    } while (text[at] === '"');
    if (!isEnd() && text[at] !== ",") {
      throw new Error(`record ${records.length + 1} has text behind a quote`);
    }
    return parts.join('"');
  }
  while (at < text.length) {
    const cells = isEnd() ? [] : [readCell()];
    while (text[at] === ",") {
      at += 1;
      cells.push(readCell());
    }
    records.push(cells);
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }
  return records;
}

const EDGE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const EDGES = new RegExp(`^${EDGE}|${EDGE}$`, "g"); // what Python's strip() takes
const LONGEST_CELL = 1048576;

/** Returns the rows of a CSV text with a header; a column without a name is in none. */
function readCsv(text) {
  const [header = [], ...records] = readRecords(text);
  const names = header.map((name) => name.replace(EDGES, ""));
  const twice = names.find((name, at) => name && names.indexOf(name) < at);
  if (twice) throw new Error(`the column ${twice} is there twice`);
  return records.filter((cells) => cells.some(Boolean)).map((cells, index) => {
    if (cells.length !== names.length) {
      throw new Error(`row ${index + 1} lacks a value, or has one too many`);
    }
    if (cells.some((cell) => cell.length > LONGEST_CELL)) {
      throw new Error(`row ${index + 1} has too long a value`);
    }
    return Object.fromEntries(names.map((name, at) => [name, cells[at]]).filter(([name]) => name));
  });
}

/** Returns the rows of a JSON array of objects: what is no string as it is written. */
function readJsonRows(text) {
  const items = JSON.parse(text);
  if (!Array.isArray(items) || !items.every(isObject)) throw new Error("no array of objects");
  const found = [];
  let [depth, name, start] = [0, null, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]|[^\s,:"[\]{}]+/g)) {
    const [opens, closes] = ["[{", "]}"].map((each) => each.includes(token));
    if (closes) depth -= 1;
    if (depth === 1 && opens) found.push({});
    if (depth === 2 && name === null) {
      name = JSON.parse(token);
    } else if (depth === 2 && opens) {
      start = index;
    } else if (depth === 2) {
      const written = closes ? text.slice(start, index + 1) : token.replace(/^null$/, "");
      if (name.trim()) found[found.length - 1][name] = token[0] === '"' ? JSON.parse(token) : written;
      name = null;
    }
    if (opens) depth += 1;
  }
  return found;
}

const rows = new SharedArray("rows", () => {
  const file = __ENV.WEDA_DATA;
  if (!file) return [{}];
  const text = open(file).replace(/^\ufeff/, "");
  if (text.includes("\ufffd")) throw new Error(`Nothing was sent: ${file} is not UTF-8`);
  try {
    const found = /^\s*[[{]/.test(text) ? readJsonRows(text) : readCsv(text);
    if (found.length) return found;
  } catch (error) {
    throw new Error(`Nothing was sent: ${file} cannot be read: ${error.message}`);
  }
  throw new Error(`Nothing was sent: ${file} has no row`);
});

function hasColumn(column) {
  for (const each of rows) if (has(each, column)) return true;
  return false;
}

const missing = Object.entries(VARIABLES)
  .filter(([name, column]) =>
    column ? __ENV[name] === undefined && !hasColumn(column) : !__ENV[name])
  .map(([name, column]) => (column ? `${name} (or a column ${column} of WEDA_DATA)` : name));
if (missing.length) throw new Error(`Not set, and nothing was sent: ${missing.join(", ")}`);

// -- the token: one for all, fetched once. Users that fetch their own do so after a first one is
// given: a key that is refused is tried once. --------------------------------------------------

function fetchToken() {
  const body = { grant_type: "client_credentials" };
  const type = TOKEN_FORM ? "application/x-www-form-urlencoded" : "application/json";
  const response = http.request(
    "POST", `${HOST}/auth/v1/token/clientCredential`, TOKEN_FORM ? body : JSON.stringify(body),
    { headers: { "Content-Type": type, Authorization: `Basic ${basicAuth()}` }, redirects: 0,
      tags: { name: "token" } },
  );
  const [mark, code] = verdict(response.status, "application/json", response.body || "", false);
  const answer = readJson(response.body || "");
  if (mark !== "ok" || !isObject(answer) || !answer.access_token) {
    const reason = response.status ? plainCode(code) : unanswered(response);
    exec.test.abort(`no token: ${reason}`); // one refusal is the last call
  }
  const tokens = TOKEN_NAMES.map((name) => answer[name]);
  tokens.forEach((each) => hide(each));
  const lifetime = 1000 * Number(textOf(answer.expires_in) || DEFAULT_LIFETIME);
  const early = Math.min(1000 * RENEW_EARLY, lifetime / 2);
  return { token: answer.access_token, tokens, renewedAt: Date.now() + lifetime - early };
}

const TOKEN_REFUSALS = ["INVALID_ACCESS_TOKEN", "unauthenticated"]; // nothing was executed
const SETTLED = 60000; // milliseconds in which what stands for a refused token is not replaced
let own = null; // a token of this user alone: also where a call refused the common one
let current = ""; // what the last request carried
let replacedAt = -Infinity;
let row = {};
let captured = {};

export function setup() {
  return NEEDS_TOKEN ? fetchToken() : null;
}

function token(shared) {
  if (isOn("WEDA_TOKEN_PER_USER") || replacedAt > 0) {
    if (own === null || Date.now() >= own.renewedAt) own = fetchToken();
    current = own.token;
    return current;
  }
  if (Date.now() >= shared.renewedAt) {
    exec.test.abort("the common token ends: WEDA_TOKEN_PER_USER=1 fetches others");
  }
  current = shared.token;
  return current;
}

/** Lets the next request fetch a token in place of one that a call refused, once. */
function replaceToken(headers, code) {
  const sent = Object.values(headers).join(" ");
  const carries = (each) => each && sent.includes(each);
  if (!carries(current) && !carries(userToken)) return;
  if (!carries(current) || Date.now() < replacedAt + SETTLED) {
    exec.test.abort(`requests are refused: ${code}`);
  }
  own = null;
  replacedAt = Date.now();
}

// -- sending ---------------------------------------------------------------------------------------

const UNANSWERED = { // by k6's error codes
  1050: "timed_out", 1100: "dns_failed", 1101: "dns_failed", 1201: "connection_lost",
  1211: "connect_timed_out", 1212: "connection_refused", 1220: "connection_reset",
  1300: "tls_failed", 1310: "tls_unknown_ca", 1311: "tls_wrong_host",
};
const failures = new Counter("weda_failures"); // by name and code
const failed = new Rate("weda_failed");

function fails(name, code) {
  failed.add(code !== "", { name });
  if (code) failures.add(1, { name, code });
  check(code, { [name]: (each) => each === "" });
}

/** Returns the code that a run has for a request without an answer; else k6's number. */
function unanswered(response) {
  return UNANSWERED[response.error_code] || `error ${response.error_code}`;
}

/** Refuses an address that leads away from the host, or may lead out of its path. */
function checkAddress(url) {
  const host = HOST.replace(/\/+$/, "");
  let [path] = url.slice(host.length).split(/[?#]/);
  if (!url.startsWith(host) || !/^(\/|$)/.test(path)) throw new NotSent("URL_OTHER_HOST");
  try {
    for (let n = 0; n < 64; n += 1) path = path.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
  } catch (_) {
    throw new NotSent("URL_OTHER_PATH"); // no UTF-8
  }
  path = path.normalize("NFKC").replace(/[\u0000- \u007f]/g, "").replace(/\\/g, "/");
  const hasDots = path.split(/[/?#]/).some((part) => /^\.{1,2}(;|$)/.test(part));
  if (hasDots || /%u|%[0-9a-f]{2}/i.test(path)) throw new NotSent("URL_OTHER_PATH");
}

// -- a read stays one, whatever its values: as `run` tells, and where that reads a body by its
// character set, by UTF-8 alone --------------------------------------------------------------------

const WRITING = ["DELETE", "PATCH", "PUT", "POST"];
const METHODS = [...WRITING, "GET", "HEAD", "OPTIONS"];
const SPACE = "[\\s\\x1c-\\x1f\\x85]";
const VARIABLE = /\{\{\s*[^{}\s]+\s*\}\}/;
const MEMBER = new RegExp(
  `"([_-]method|\\$httpmethod|_httpmethod|x[_-](?:http[_-])?method[_-]override)"${SPACE}*:${SPACE}*` +
  '("[^"]*"|\\{\\{[^{}]*\\}\\}|[\\w\\u0080-\\uffff]+)', "gi",
);
const PART_NAME = new RegExp(
  `\\bname\\*?${SPACE}*=${SPACE}*(?=(?:"([^"\\r\\n]*)"|([^";${SPACE.slice(1)}+)))`, "gi",
);
const wordsOf = (text) => (text.match(/[A-Za-z]+/g) || []).map((each) => each.toUpperCase());
const mayWrite = (text) => VARIABLE.test(text) || wordsOf(text).some((each) => WRITING.includes(each));
const strip = (text) =>
  text.replace(new RegExp(`^${SPACE}+`), "").replace(new RegExp(`${SPACE}+$`), "");
const foldName = (name) => strip(name).toLowerCase().replace(/[^a-z0-9]/g, "-");
const isAscii = (text) => /^[\u0000-\u007f]*$/.test(text);

function decodeRun(run) {
  const characters = /%[0-7].|%[cd].%[89ab].|%e.(?:%[89ab].){2}|%f.(?:%[89ab].){3}|%../gi;
  return run.replace(characters, (each) => {
    try { return decodeURIComponent(each); } catch (_) { return "\ufffd"; }
  });
}

function unquoteOnce(text) {
  return text
    .replace(/%(?:c|e0%8|f0%80%8)([01])%([89ab])([0-9a-f])/gi, (_, high, middle, low) =>
      String.fromCharCode((Number(high) << 6) | (parseInt(middle + low, 16) & 0x3f)))
    .replace(/%u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, decodeRun);
}

/** Returns a text with escapes undone until there are none. */
function unquoteWholly(text) {
  let [before, now] = [null, text];
  for (let depth = 0; depth < 64 && now !== before; depth += 1) {
    [before, now] = [now, unquoteOnce(now.replace(/%(?:25)+(?=[0-9a-f]{2}|u[0-9a-f]{4})/gi, "%"))];
  }
  return now;
}

function undoEscapes(text) {
  if (isAscii(text) && !/[%+]/.test(text)) return text;
  return unquoteWholly(unquoteOnce(text.replace(/\+/g, " "))).normalize("NFKC");
}

const formFields = (text) =>
  [...text.matchAll(/(?:^|[&;])([^=&;]{1,10000})=([^&;]{0,1000})/g)]
    .map(([, name, found]) => [undoEscapes(name), undoEscapes(found)]);

function jsonMembers(text) {
  const plainText = text.replace(/\\u00([2-7][0-9a-f])/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return [...plainText.matchAll(MEMBER)].map(([, name, found]) => [name, found]);
}

function formParts(text) {
  const pieces = text.split(/\r?\n\r?\n/);
  return pieces.slice(1).flatMap((piece, n) => {
    const line = strip(piece.split(/[\r\n]/)[0]).slice(0, 1000);
    const names = pieces[n].matchAll(PART_NAME);
    return [...names].map(([, quoted, bare]) => [undoEscapes((quoted || bare || "").split("'").pop()), line]);
  });
}

const namedHeaders = (headers, name) =>
  Object.keys(headers).filter((each) => foldName(each) === name).map((each) => strip(headers[each]).toLowerCase());

/** Returns the names and values in a body that may name a method, by what its type may be. */
function bodyFields(headers, text) {
  const kinds = namedHeaders(headers, "content-type").filter(Boolean).join(" ");
  const isForm = kinds.includes("urlencoded") || !kinds;
  const [isMultipart, isJson] = ["multipart", "json"].map((each) => kinds.includes(each));
  if (!text || !(isForm || isMultipart || isJson)) return [];
  const codings = namedHeaders(headers, "content-encoding");
  const isCoded = codings.some((each) => !["", "identity"].includes(each));
  const charsets = kinds.split(/(?=\bcharset\b)/).slice(kinds.startsWith("charset") ? 0 : 1);
  const isOther = charsets.some((each) => !/^charset\s*=\s*["']?(?:utf-?8|us-ascii|ascii)\b/.test(each));
  const isMarked = /^[\ufeff\ufffe]|^(?:\xff\xfe|\xfe\xff)/.test(text) || text.slice(0, 4).includes("\0");
  return [
    ...(isCoded || isOther || isMarked ? [["-method", "{{encoded}}"]] : []),
    ...(isForm ? formFields(text) : []),
    ...(isForm || isJson ? jsonMembers(text) : []),
    ...(isMultipart ? formParts(text) : []),
  ];
}

/** Returns the methods that a request may be taken for, apart from its own. */
function findOverrides(url, headers, text) {
  const isNamed = (folded) => folded.length <= 200 && METHOD_NAMES.test(folded.replace(/-/g, ""));
  const hints = (folded) => folded.includes("method") || folded.includes("verb");
  const isHeader = ([name, found]) =>
    name !== "access-control-request-method" && (isNamed(name) || (hints(name) && mayWrite(found)));
  const isField = ([name, found]) =>
    ["-method", "$httpmethod", "-httpmethod"].includes(name) || isNamed(name) ||
    ((name === "-m" || hints(name)) && mayWrite(found));
  const folded = (pairs) => pairs.map(([name, found]) => [foldName(name), String(found)]);
  const query = url.split("#")[0].split("?").slice(1).join("?");
  const fields = folded([...formFields(query), ...bodyFields(headers, text)]).filter(isField);
  return [...folded(Object.entries(headers)).filter(isHeader), ...fields].flatMap(([, found]) =>
    VARIABLE.test(found) ? WRITING : wordsOf(found).map((each) => (METHODS.includes(each) ? each : "POST")));
}

/** Says whether a line of a body reads as the first line of a request. */
function holdsRequest(text) {
  const bytes = unescape(encodeURIComponent(text));
  const word = /(?:^|\r)[ \t\v\f\x1c-\x1f\x85\xa0]*[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t\v\f\r\x1c-\x1f\x85\xa0]/;
  const versions = /[ \t\v\f\r\x1c-\x1f\x85\xa0]HTTP\/[0-9]/gi;
  return bytes.split("\n").some((line) => {
    const first = word.exec(line);
    const end = first ? first.index + first[0].length : Infinity;
    return [...line.matchAll(versions)].some(({ index }) => end <= index + 1);
  });
}

/** Returns the words in a path by which a server may tell a call, however they are spelt. */
function pathWords(url) {
  const text = unquoteWholly(url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").split(/[?#]/)[0]).normalize("NFKC")
    .replace(/[\u0000- \u007f]/g, "").toUpperCase().toLowerCase();
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").match(/[a-z0-9_-]+|\(/g) || [];
}

/** Refuses a read that its values make a write. */
function checkRead(url, headers, body, methods, words) {
  const text = body instanceof ArrayBuffer
    ? Array.from(new Uint8Array(body), (each) => String.fromCharCode(each)).join("") : body || "";
  const written = words ? words.split(" ") : [];
  if (findOverrides(url, headers, text).some((each) => !methods.includes(each)) ||
      holdsRequest(text) || pathWords(url).some((each) => written.includes(each))) {
    throw new NotSent("GUARD_CALL_CHANGED");
  }
}

function call(name, method, url, headers, body, options) {
  const { checks = [], captures = {}, nothing = false, withheld = false, methods, words } = options;
  checkAddress(url);
  if (methods) checkRead(url, headers, body, methods, words);
  const response = http.request(method, url, body, {
    headers, redirects: 0, timeout: TIMEOUT, tags: { name }, responseType: "text",
    jar: new http.CookieJar(),
  });
  if (!response.status) {
    fails(name, unanswered(response)); // the rest may be the server's words
    return false;
  }
  const answer = new Answer(response, nothing, withheld, url);
  let failure = answer.failure(checks);
  for (const [key, source] of Object.entries(captures)) {
    const found = answer.capture(source);
    if (found === undefined) failure = failure || `capture ${key}`;
    else captured[key] = found;
  }
  fails(name, failure);
  if (TOKEN_REFUSALS.includes(answer.code)) replaceToken(headers, answer.code);
  if (answer.code === "EXCEED_RATELIMIT" && failure && !isOn("WEDA_KEEP_GOING")) {
    exec.test.abort("EXCEED_RATELIMIT");
  }
  return failure === "";
}

export default function (shared) {
  if (shared) shared.tokens.forEach((each) => hide(each)); // what setup() knows no user does
  row = rows[exec.scenario.iterationInTest % rows.length];
  captured = {};
  const passed = new Set();
  for (const [name, send, depends] of STEPS) {
    if (!depends.every((each) => passed.has(each))) continue;
    try {
      if (send(shared)) passed.add(name);
    } catch (error) { // what aborts the test is none
      fails(name, error instanceof NotSent ? error.message : error.name);
    }
  }
}
