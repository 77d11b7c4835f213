"""Every page that asks less than all others do, by the name of its route. Whatever is not named here asks for it all.

All others ask for: somebody who has signed in, with a second factor, acting for one agency.
"""

# Anybody may open these.
OPEN_TO_ANYONE = frozenset(
    {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "forgotten-password",
        "take-link",
        "use-link",
        # What anybody may need to read: agencies/shell.
        "accessibility",
        "get-help",
        "privacy",
        # Whether the service is well: config/health.py.
        "healthz",
        "readyz",
        # Where settings.DEMONSTRATION: mail that went nowhere.
        "practice-mail",
    }
)

# Setting up a second factor. Somebody who has none yet gets no further than this.
FOR_SECOND_FACTOR = frozenset(
    {
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "keep-session",
    }
)

# Somebody who belongs to several agencies and has not chosen yet gets no further than this.
FOR_ANY_AGENCY = frozenset({"acting-for", "account", "change-password", "invitations"})

# What open pages ask for by themselves, over and over: nobody is there just because of it.
ASKED_FOR_BY_PAGES = frozenset({"notification-count", "presence"})

WITHOUT_SECOND_FACTOR = OPEN_TO_ANYONE | FOR_SECOND_FACTOR
WITHOUT_AGENCY = WITHOUT_SECOND_FACTOR | FOR_ANY_AGENCY
# What shows only what is one's own, or what everybody who has signed in may read. All others ask the table of access.
ASKS_NOTHING = WITHOUT_AGENCY | {
    "home",
    "kept-forms",
    "throw-away-kept-form",
    "notification-count",
    "absence",
    # Lists of the field, the blank question sheet, and the parts that pages are made of.
    "find_in_list",
    "question-sheet",
    "components",
}
# Nothing that is typed at a door is ever kept: these are the pages of passwords and codes.
NEVER_KEPT = WITHOUT_AGENCY | {"kept-forms", "throw-away-kept-form"}
