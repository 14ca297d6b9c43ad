const number = (value) => "\0" + value;
const isNumber = (value) => typeof value === "string" && value[0] === "\0";
const json = (() => {
    const marked = (token) => token[0] === '"' ? token : '"\\u0000' + token + '"';
    const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
    try {
        return JSON.parse(pm.response.text().replace(tokens, marked));
    } catch (_) {
        return undefined;
    }
})();
const has = (value, key) => value !== null && typeof value === "object"
    && Array.isArray(value) === (typeof key === "number")
    && Object.prototype.hasOwnProperty.call(value, key);
const find = (...keys) => keys.reduce((value, key) =>
    has(value, key) ? value[key] : undefined, json);
const header = (name) => {
    const value = pm.response.headers.get(name);
    return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value) ? number(value) : value;
};
const text = (value) => typeof value === "string" ? value.replace("\0", "")
    : JSON.stringify(value).replace(/"\\u0000([^"]*)"/g, "$1");
const verdict = () => {
    const { Response, response, code, error } = Object(json);
    const inner = Response || response || {};
    const inside = [inner.Error, inner.error].map((each) => each && (each.Code || each.code));
    const failed = [code, error, ...inside].some((each) =>
        each !== undefined && each !== null && !["", "0"].includes(text(each)));
    return pm.response.code >= 200 && pm.response.code < 300 && !failed ? "ok" : "failure";
};
const decimal = (value) => {
    const [, sign, whole, part = "", power = "0"] =
        /^\0(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(value);
    const digits = (whole + part).replace(/^0+/, "");
    const short = digits.replace(/0+$/, "");
    const zeros = digits.length - short.length;
    return short && sign + short + "e" + (Number(power) - part.length + zeros);
};
const same = (value, expected) => {
    if (isNumber(expected)) {
        return isNumber(value) && decimal(value) === decimal(expected);
    }
    return typeof expected === "string" ? text(value) === expected : value === expected;
};
const contains = (value, expected) => {
    if (value === null || typeof value !== "object") {
        return text(value).includes(text(expected));
    }
    return Array.isArray(value) ? value.some((each) => same(each, expected))
        : Object.keys(value).includes(expected);
};
const order = (value, expected) => {
    const whole = [value, expected].every((each) => /^\0-?\d+$/.test(each));
    const [one, other] = [value, expected].map((each) =>
        whole ? BigInt(text(each)) : isNumber(each) ? Number(text(each)) : each);
    return typeof one !== typeof other ? NaN : one < other ? -1 : one > other ? 1 : 0;
};
const length = (value) => typeof value === "string" && !isNumber(value) ? [...value].length
    : Object.keys(Object(value)).length;
const holdsFor = (value, holds) => {
    try {
        return holds(value);
    } catch (_) {
        return false;
    }
};
const bytes = (value) => unescape(encodeURIComponent(value));
const hex = (value) => Array.from(bytes(value),
    (each) => each.charCodeAt(0).toString(16).padStart(2, "0")).join("");
const spellings = (secret) => [secret, ...(secret.length < 4 ? [] : [hex(secret)]),
    ...(secret.length < 8 ? [] : [0, 1, 2]).map((before) => {
        const coded = btoa(bytes("\0".repeat(before) + secret));
        const end = (before + bytes(secret).length) * 8 / 6;
        return coded.slice(Math.ceil(before * 8 / 6), Math.floor(end));
    })];
const plain = (value) => value
    .replace(/%([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\+u([0-9A-Fa-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));/gi, (_, x, d) =>
        String.fromCodePoint(Math.min(x ? parseInt(x, 16) : Number(d), 0x10ffff)))
    .replace(/&amp;/g, "&");
const folded = (value) => value.toLowerCase().replace(/[-_\\]/g, (each) =>
    ({ "-": "+", _: "/" })[each] || "");
const repeats = (value, names, shortest) => {
    const secrets = names.map((each) => pm.variables.get(each) || "")
        .filter((each) => each.length >= shortest).flatMap(spellings).map(folded).filter(Boolean);
    let [before, now, depth] = [null, value, 0];
    for (; depth < 5 && now !== before; depth += 1) {
        const searched = folded(now);
        if (secrets.some((each) => searched.includes(each))) {
            return true;
        }
        [before, now] = [now, plain(now)];
    }
    return false;
};
const KEYS = ["SECRET_KEY", "PASSWORD"];
const TOKENS = ["access_token", "user_access_token"];
const isSecret = (value) => {
    const own = value === undefined ? "" : text(value);
    return /eyJ[\w-]{8}/.test(own) || repeats(own, [...KEYS, ...TOKENS], 1);
};
const isLong = (value) => Object(value) === value
    || typeof value === "string" && !isNumber(value) && value.length >= 16;
const shown = (value) => value === undefined ? "undefined"
    : isSecret(value) ? "***" : Object(value) === value ? typeof value : text(value);
const judge = (name, value, holds, isHidden, message) => pm.test(name, () => {
    if (isHidden || !holdsFor(value, holds)) {
        throw new Error(message);
    }
});
const check = (name, value, holds) =>
    judge(name, value, holds, isSecret(value), shown(value));
const checkSecret = (name, value, holds) =>
    judge(name, value, holds, isSecret(value) || isLong(value), name);
const keep = (name, value) => {
    const own = value === undefined ? "" : text(value);
    const isRepeated = repeats(own, KEYS, 24) || repeats(own, TOKENS, 4); // a gap tells a short key
    if (value !== undefined && !isRepeated && !/\{\{|^\{(?!")|\{$|[\r\n]/.test(own)) {
        pm.environment.set(name, own);
    }
};
