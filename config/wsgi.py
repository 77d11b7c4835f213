import os

from django.core.wsgi import get_wsgi_application

from config.last_resort import never_silent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = never_silent(get_wsgi_application())

from config import watch  # noqa: E402 - it knows models, and there are none before

watch.start()
