"""Who is asking and what they may do: API tokens, sign-in links and sessions."""
