from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("agencies.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("referrals.urls")),
]

handler400 = "agencies.shell.stops.bad_request"
handler403 = "agencies.shell.stops.permission_denied"
handler404 = "agencies.shell.stops.page_not_found"
handler429 = "agencies.shell.stops.too_many_requests"
handler500 = "agencies.shell.stops.server_error"
