from django.urls import path

from referrals.tracks import views

urlpatterns = [path("<str:reference>/tracks/<slug:track>/", views.track, name="track")]
