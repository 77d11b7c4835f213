from django.urls import include, path

urlpatterns = [
    path("referrals/", include("referrals.lodging.urls")),
    path("referrals/", include("referrals.intake.urls")),
]
