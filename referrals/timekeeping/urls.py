"""Included at the root, before everything below referrals/."""

from django.urls import path

from referrals.timekeeping import views

urlpatterns = [
    path("clocks/", views.rules, name="clock-rules"),
    path("clocks/preview/", views.preview, name="clock-rules-preview"),
    path("referrals/<str:reference>/clocks/", views.clocks, name="clocks"),
    path("referrals/<str:reference>/clocks/<int:pk>/change/", views.change, name="change-clock"),
]
