from django.urls import path

from notifications.inbox import views

urlpatterns = [
    path("", views.inbox, name="notifications"),
    path("count/", views.count, name="notification-count"),
    path("items/<int:pk>/", views.item, name="open-notification"),
    path("items/<int:pk>/read/", views.read, name="read-notification"),
    path("read-today/", views.read_today, name="read-todays-notifications"),
    path("calls/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
]
