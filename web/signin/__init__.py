"""Who somebody is: accounts, passwords, second factors, tokens, sessions."""
