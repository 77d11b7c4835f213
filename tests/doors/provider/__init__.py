"""A real provider of single sign-on, run as a program of its own beside the tests."""

CLIENT_ID = "referrals"
CLIENT_SECRET = "a-secret-between-two-test-programs"
PASSWORD = "a-password-at-the-provider"
BACK = "http://testserver/account/single-sign-on/back/"
# Whether the provider has verified each address.
PEOPLE = {"known@agency.example": True, "unverified@agency.example": False, "stranger@agency.example": True}
