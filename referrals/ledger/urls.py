from django.urls import path

from referrals.ledger.views import looked, reading, unusual

urlpatterns = [
    path("ledger/", reading.ledger, name="ledger"),
    path("ledger/person/", reading.person, name="ledger-person"),
    path("ledger/export/", reading.export_rows, name="ledger-export"),
    path("ledger/unusual/", unusual.unusual, name="unusual-access"),
    path("ledger/unusual/<int:pk>/<slug:rule>/", unusual.review, name="review-access"),
    path("referrals/<str:reference>/looked/", looked.looked, name="who-looked"),
]
