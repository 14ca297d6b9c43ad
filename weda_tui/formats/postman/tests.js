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
const isSecret = (value) => {
    const own = value === undefined ? "" : text(value);
    const keys = ["SECRET_KEY", "PASSWORD", "access_token", "user_access_token"];
    return /eyJ[\w-]{8}/.test(own)
        || keys.map((each) => pm.variables.get(each)).some((each) => each && own.includes(each));
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
    if (value !== undefined && !/\{\{|^\{(?!")|\{$/.test(text(value))) {
        pm.environment.set(name, text(value));
    }
};
