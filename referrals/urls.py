from django.urls import include, path

urlpatterns = [
    path("", include("referrals.queue.urls")),
    path("", include("referrals.timekeeping.urls")),
    path("", include("referrals.sharing.urls")),
    path("", include("referrals.emergency.urls")),
    path("", include("referrals.ledger.urls")),
    path("", include("referrals.retention.urls")),
    path("referrals/<str:reference>/files/", include("referrals.evidence.urls")),
    path("referrals/", include("referrals.decisions.urls")),
    path("referrals/", include("referrals.barring.urls")),
    path("referrals/", include("referrals.disclosures.urls")),
    path("referrals/", include("referrals.tracks.urls")),
    path("referrals/", include("referrals.assessing.urls")),
    path("referrals/", include("referrals.papers.urls")),
    path("referrals/", include("referrals.intake.urls")),
    # After "new": the page of a case takes whatever looks like a reference.
    path("referrals/", include("referrals.casework.urls")),
    path("referrals/", include("referrals.lodging.urls")),
]
