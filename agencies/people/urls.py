from django.urls import path

from agencies.people import views

urlpatterns = [
    path("invitations/", views.invitations, name="invitations"),
    path("colleagues/", views.colleagues, name="colleagues"),
    path("colleagues/find/", views.find, name="find-colleague"),
    path("colleagues/invite/", views.invite, name="invite-colleague"),
    path("colleagues/<int:pk>/", views.colleague, name="colleague"),
    path("colleagues/<int:pk>/change/", views.change, name="change-colleague"),
    path("colleagues/<int:pk>/home/", views.home_postcode, name="home-postcode"),
    path("colleagues/<int:pk>/home/delete/", views.forget_home_postcode, name="forget-home-postcode"),
    path("colleagues/<int:pk>/<slug:step>/", views.confirm, name="confirm-colleague"),
]
