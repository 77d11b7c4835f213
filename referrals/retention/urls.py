from django.urls import path

from referrals.retention import views

urlpatterns = [
    path("retention/", views.due, name="retention-due"),
    path("retention/erased/", views.erased, name="erased"),
    path("referrals/<str:reference>/retention/", views.retention, name="retention"),
    path("referrals/<str:reference>/retention/hold/", views.hold, name="hold-case"),
    path("referrals/<str:reference>/retention/hold/<int:pk>/end/", views.end_hold, name="end-hold"),
    path("referrals/<str:reference>/retention/erase/", views.erase, name="erase-case"),
]
