"""Codes: the types, modes and sectors of PLOVER and CAMEO, and the reasons for which a mention becomes no event."""
