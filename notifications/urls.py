from django.urls import include, path

urlpatterns = [
    path("", include("notifications.routing.urls")),
    path("", include("notifications.inbox.urls")),
    path("", include("notifications.habits.urls")),
    path("", include("notifications.desk.urls")),
]
