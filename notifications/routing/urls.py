from django.urls import path

from notifications.routing import views

urlpatterns = [
    path("routing/", views.table, name="routing"),
    path("routing/add/", views.add, name="add-routing-row"),
    path("routing/ask/", views.ask, name="ask-routing"),
    path("routing/check/", views.check, name="check-routing"),
    path("routing/<int:pk>/", views.change, name="change-routing-row"),
    path("routing/<int:pk>/move/", views.move, name="move-routing-row"),
    path("routing/<int:pk>/end/", views.end, name="end-routing-row"),
    path("units/", views.units, name="units"),
    path("units/<int:pk>/", views.unit, name="unit"),
]
