from django.urls import path

from referrals.emergency import views

urlpatterns = [
    path("emergency/", views.ask, name="emergency"),
    path("emergency/openings/", views.openings, name="emergencies"),
    path("emergency/openings/<int:pk>/", views.review, name="review-emergency"),
    path("emergency/<str:reference>/", views.case, name="emergency-case"),
]
