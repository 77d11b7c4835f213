from django.urls import path

from referrals.evidence import views

urlpatterns = [
    path("", views.files, name="files"),
    path("<uuid:key>/", views.file, name="file"),
    path("<uuid:key>/supersede/", views.supersede, name="supersede-file"),
]
