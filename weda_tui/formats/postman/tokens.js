// weda-tui: access tokens, fetched when they are missing or within $RENEW_EARLY s of their end
const get = (name) => pm.variables.get(name);
const now = () => Math.floor(Date.now() / 1000);
const fetchToken = (name, path, credentials, headers, body) => {
    if (get(name) && now() < Number(get(name + "_expiry"))) {
        return;
    }
    const missing = credentials.filter((each) => !get(each));
    if (missing.length) {
        throw new Error(name + ": " + missing.join(", ") + " = ''");
    }
    pm.sendRequest({
        url: get("vars.host") + path,
        method: "POST",
        header: Object.assign({"Content-Type": "application/json"}, headers()),
        body: {mode: "raw", raw: JSON.stringify(body())},
    }, (error, response) => {
        if (error) {
            throw error;
        }
        let answer = {};
        try {
            answer = response.json();
        } catch (_) {
            answer = {};
        }
        if (response.code !== 200 || !answer.access_token) {
            throw new Error(name + ": HTTP " + response.code); // the rest may quote the key
        }
        pm.environment.set(name, answer.access_token);
        pm.environment.set(name + "_expiry", now() + (Number(answer.expires_in) || $DEFAULT_LIFETIME) - $RENEW_EARLY);
    });
};
