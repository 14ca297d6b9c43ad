fetchToken("user_access_token", "/auth/v1/signin", ["USERNAME", "PASSWORD"],
    () => ({}),
    () => ({username: get("USERNAME"), password: get("PASSWORD")}));
