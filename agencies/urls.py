from django.urls import include, path

urlpatterns = [
    path("", include("agencies.doors.urls")),
    path("", include("agencies.home.urls")),
    path("", include("agencies.people.urls")),
    path("", include("agencies.reference.urls")),
    path("", include("agencies.shell.urls")),
]
