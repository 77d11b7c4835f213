"""python -m tests.doors.provider PORT, with PROVIDER_DATABASE naming a file."""

import os
from runpy import run_module

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.doors.provider.settings"
django.setup()
run_module("tests.doors.provider.program")
