from django.urls import include, path

urlpatterns = [
    path("", include("agencies.home.urls")),
    path("", include("agencies.people.urls")),
    path("", include("agencies.reference.urls")),
]
