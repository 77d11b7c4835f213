from django.urls import path

from notifications.desk import views
from notifications.desk.queries import What

NOTICE, MESSAGE = {"what": What.NOTICE}, {"what": What.MESSAGE}

urlpatterns = [
    path("delivery/", views.delivery, name="delivery"),
    path("delivery/notices/<int:pk>/try/", views.try_again, NOTICE, name="try-notice-again"),
    path("delivery/notices/<int:pk>/cancel/", views.cancel, NOTICE, name="cancel-notice"),
    path("delivery/messages/<int:pk>/try/", views.try_again, MESSAGE, name="try-message-again"),
    path("delivery/messages/<int:pk>/cancel/", views.cancel, MESSAGE, name="cancel-message"),
]
