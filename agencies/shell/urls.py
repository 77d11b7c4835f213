from django.conf import settings
from django.urls import path

from agencies.shell import views

urlpatterns = [
    path("help/", views.open_page, {"template": "shell/help.html"}, name="get-help"),
    path("accessibility/", views.open_page, {"template": "shell/accessibility.html"}, name="accessibility"),
    path("privacy/", views.open_page, {"template": "shell/privacy.html"}, name="privacy"),
]

if settings.DEMONSTRATION:
    urlpatterns.append(path("practice/components/", views.components, name="components"))
