"""Started by __main__.py, once Django knows its settings."""

import sys

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
from django.contrib.auth.models import User
from django.core.management import call_command

from tests.doors.provider import BACK, CLIENT_ID, CLIENT_SECRET, PASSWORD, PEOPLE

call_command("migrate", verbosity=0)
client = Client(id=CLIENT_ID, name="Referrals", skip_consent=True, scopes="openid\nprofile\nemail")
client.set_secret(CLIENT_SECRET)
client.set_redirect_uris([BACK])
client.save()
for email, is_verified in PEOPLE.items():
    person = User.objects.create_user(email, email, PASSWORD, first_name="Given", last_name="By Provider")
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=is_verified)
call_command("runserver", f"127.0.0.1:{sys.argv[1]}", "--noreload")
