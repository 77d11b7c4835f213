from django.urls import include, path

from referrals.lodging.views.afterwards import lists

urlpatterns = [
    path("queue/", lists.queue, name="queue"),
    path("referrals/<str:reference>/files/", include("referrals.evidence.urls")),
    path("referrals/", include("referrals.papers.urls")),
    path("referrals/", include("referrals.intake.urls")),
    path("referrals/", include("referrals.lodging.urls")),
]
