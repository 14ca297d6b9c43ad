fetchToken("access_token", "/auth/v1/token/clientCredential", ["SECRET_ID", "SECRET_KEY"],
    () => ({Authorization: "Basic " + btoa(get("SECRET_ID") + ":" + get("SECRET_KEY"))}),
    () => ({grant_type: "client_credentials"}));
